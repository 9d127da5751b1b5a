using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>How a hotel's own CSV becomes bookings. Written as JSON, see <c>docs/mapping.md</c>.</summary>
public sealed record BookingMapping
{
    /// <summary>The version of the JSON that this code reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What stands for a missing value, beside nothing at all, where the file does not say so itself.</summary>
    public static IReadOnlyList<string> UsualMissing { get; } = ["NULL", "NA", "N/A"];

    /// <summary>Values that mean there is none; compared exactly.</summary>
    public IReadOnlyList<string> Missing { get; init; } = UsualMissing;

    /// <summary>The rules, by the contract's name of the field.</summary>
    public required IReadOnlyDictionary<string, FieldRule> Fields { get; init; }

    /// <summary>Columns that a proposal found no use for; nothing reads them.</summary>
    public IReadOnlyList<string> UnusedColumns { get; init; } = [];

    /// <summary>The questions that nobody has answered yet, with their fields.</summary>
    public IEnumerable<(string Field, MappingQuestion Question)> OpenQuestions =>
        from rule in Fields
        from question in rule.Value.Questions
        where !rule.Value.Confirmed || !rule.Value.Answers(question)
        select (rule.Key, question);

    /// <summary>Sees to it that bookings can be read.</summary>
    /// <exception cref="MappingException">Questions are open, or a required field has no source.</exception>
    public void EnsureReady()
    {
        var open = OpenQuestions.Select(q => $"fields.{q.Field}: {q.Question.Text}{Hint(q.Field, q.Question)}").ToList();
        if (open.Count > 0)
        {
            throw new MappingException($"The mapping has {open.Count} open {(open.Count == 1 ? "question" : "questions")}. {string.Join(" ", open)}");
        }

        if (BookingField.All.Where(f => f.Required && !(Fields.GetValueOrDefault(f.Name)?.HasSource ?? false)).Select(f => f.Name).ToList() is { Count: > 0 } missing)
        {
            throw new MappingException($"fields.{missing[0]}: is required and has no source, such as \"column\" or \"default\"{(missing.Count > 1 ? $"; nor have {string.Join(", ", missing.Skip(1))}" : "")}.");
        }

        if (Fields.FirstOrDefault(f => f.Value.Values.Values.Contains(FieldRule.Unanswered)) is { Key: { } field, Value: { } rule })
        {
            var value = rule.Values.First(v => v.Value == FieldRule.Unanswered).Key;
            throw new MappingException($"fields.{field}.values.{value}: is \"?\"; say what it means: {BookingField.All[BookingField.IndexByName[field]].Allowed}.");
        }
    }

    private string Hint(string field, MappingQuestion question)
    {
        var candidates = question.Candidates.Count > 0 ? $" (candidates: {string.Join(", ", question.Candidates)})" : "";
        return Fields[field].Confirmed
            ? $" It is confirmed, but \"{question.Asks}\" does not answer it{candidates}."
            : question.Asks == "confirmed"
                ? $" Set \"confirmed\": true if so{candidates}."
                : $" Set \"{question.Asks}\"{candidates} and \"confirmed\": true.";
    }
}
