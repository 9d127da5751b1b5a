using System.Globalization;
using System.Runtime.InteropServices;
using HotelCancellation.Training;

namespace HotelCancellation.Benchmarks.Train;

/// <summary>LightGBM by its own C interface, with the settings that ML.NET is given: what training costs without ML.NET and without us.</summary>
internal static partial class LightGbmNative
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;

    /// <summary>Makes a data set of the matrix, once, and trains on it with each of the settings.</summary>
    /// <exception cref="BenchFailedException">The library says no.</exception>
    public static void Train(FeatureMatrix matrix, IEnumerable<TrainingOptions> settings, int threads)
    {
        var data = IntPtr.Zero;
        var labels = Array.ConvertAll(matrix.Labels, label => label ? 1f : 0f);
        try
        {
            foreach (var each in settings)
            {
                var parameters = Parameters(each, threads);
                if (data == IntPtr.Zero)
                {
                    Require(CreateData(matrix.Values.Span, Float32, matrix.Rows, matrix.Width, isRowMajor: 1, parameters, IntPtr.Zero, out data));
                    Require(SetField(data, "label", labels, labels.Length, Float32));
                }

                Require(CreateBooster(data, parameters, out var booster));
                for (var (tree, isFinished) = (0, 0); tree < each.Trees && isFinished == 0; tree++)
                {
                    Require(Update(booster, out isFinished));
                }

                Require(FreeBooster(booster));
            }
        }
        finally
        {
            _ = FreeData(data);
        }
    }

    private static string Parameters(TrainingOptions options, int threads) => string.Create(CultureInfo.InvariantCulture, $"""
        objective=binary num_leaves={options.Leaves} learning_rate={options.LearningRate} max_bin={options.Bins} min_data_in_leaf={options.MinimumRowsPerLeaf} feature_fraction={options.FeatureShare} bagging_fraction={options.RowShare} bagging_freq=1 lambda_l2={options.L2} seed={options.Seed} deterministic=true force_col_wise=true use_missing=false metric=none verbosity=-1 num_threads={threads}
        """);

    private static void Require(int result)
    {
        if (result != 0)
        {
            throw new BenchFailedException($"LightGBM: {Marshal.PtrToStringUTF8(LastError())}");
        }
    }

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    private static partial IntPtr LastError();

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateData(ReadOnlySpan<float> data, int type, int rows, int columns, int isRowMajor, string parameters, IntPtr reference, out IntPtr handle);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetField(IntPtr data, string name, float[] values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    private static partial int FreeData(IntPtr data);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateBooster(IntPtr data, string parameters, out IntPtr handle);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    private static partial int Update(IntPtr booster, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    private static partial int FreeBooster(IntPtr booster);
}
