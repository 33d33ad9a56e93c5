using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Law;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar law</c>: the register of law.</summary>
internal static class LawVerb
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var on = new Option<string?>("--on") { HelpName = "DAY", Description = "Only what holds on this day, yyyy-mm-dd." };
        on.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } day && !TryDay(day, out _))
                result.AddError($"'{day}' for option '--on'; expected a day, yyyy-mm-dd.");
        });
        var command = new Command(
            "law",
            "List every figure, term and article that the house goes by, with the edition read and who reviewed it: NDJSON, one a line "
                + "(docs/law.md). The count of lines that nobody has reviewed goes to standard error."
        )
        {
            on,
        };
        command.SetAction(parsed =>
        {
            var lines = LawRegister.Shipped.All;
            if (parsed.GetValue(on) is { } text && TryDay(text, out var day))
                lines = [.. lines.Where(line => line.HoldsOn(day))];
            foreach (var line in lines)
                Console.WriteLine(JsonSerializer.Serialize(Told(line), Plain));
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lines.Count} lines of {LawRegister.Shipped.Version:yyyy-MM-dd}; {lines.Count(line => line.Review is null)} not reviewed by "
                        + $"counsel, of these {lines.Count(line => line.Review is null && line.Standing != LawStanding.Read)} not read in the law itself"
                )
            );
            return Exit.Done;
        });
        return command;
    }

    private static object Told(Provision line) =>
        new
        {
            key = line.Key,
            value = line.Value,
            unit = line.Unit == "-" ? null : line.Unit,
            from = Day(line.From),
            until = Day(line.Until),
            act = line.Act.Title,
            edition = line.Act.Edition,
            article = line.Article == "-" ? null : line.Article,
            standing = line.Standing.ToString().ToLowerInvariant(),
            meaning = line.Meaning,
            reviewed = Day(line.Review?.Day),
            reviewer = line.Review?.Who,
        };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
