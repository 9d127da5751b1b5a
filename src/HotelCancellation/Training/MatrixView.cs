using Microsoft.ML;
using Microsoft.ML.Data;

namespace HotelCancellation.Training;

/// <summary>The rows of a matrix as ML.NET reads them: without an object for each.</summary>
internal sealed class MatrixView : IDataView
{
    private readonly FeatureMatrix _matrix;
    private readonly int _rows;

    /// <summary>Creates it.</summary>
    /// <param name="schema">What ML.NET makes of <see cref="LightGbmTrainer.Example"/>.</param>
    /// <param name="matrix">The rows.</param>
    /// <param name="rows">How many of them, from the first on.</param>
    public MatrixView(DataViewSchema schema, FeatureMatrix matrix, int rows) => (Schema, _matrix, _rows) = (schema, matrix, rows);

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => _rows;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    private sealed class Cursor(MatrixView view) : DataViewRowCursor
    {
        private int _row = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _row;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            _row = Math.Min(_row + 1, view._rows);
            return _row < view._rows;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref value) => value = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Name switch
            {
                nameof(LightGbmTrainer.Example.Features) => new ValueGetter<VBuffer<float>>(Features),
                nameof(LightGbmTrainer.Example.Label) => new ValueGetter<bool>((ref value) => value = view._matrix.Labels[_row]),
                _ => new ValueGetter<float>((ref value) => value = view._matrix.Weights?[_row] ?? 1),
            };
            return (ValueGetter<TValue>)getter;
        }

        private void Features(ref VBuffer<float> value)
        {
            var numbers = VBufferEditor.Create(ref value, view._matrix.Width);
            view._matrix.Row(_row).CopyTo(numbers.Values);
            value = numbers.Commit();
        }
    }
}
