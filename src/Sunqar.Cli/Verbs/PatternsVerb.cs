using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Flags;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Work.Reports;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar patterns</c>: what is looked for.</summary>
internal static class PatternsVerb
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var command = new Command(
            "patterns",
            "List every typology with its definition, roles, causes and what its findings observe: NDJSON, one a line."
        );
        var coverage = new Option<string?>("--coverage")
        {
            Description = "Red flags that others publish against the rules and typologies that mark them, gaps as gaps: json or md.",
        };
        coverage.AcceptOnlyFromAmong("json", "md");
        command.Add(coverage);
        command.SetAction(parsed =>
        {
            using var output = Console.OpenStandardOutput();
            if (parsed.GetValue(coverage) is { } format)
            {
                Cover(output, CoverageReport.Of(ShippedRulebook.Instance, TypologyTable.Shipped), format);
                return Exit.Done;
            }
            foreach (var typology in TypologyTable.Shipped.All)
            {
                Write(output, typology);
            }
            return Exit.Done;
        });
        return command;
    }

    private static void Cover(Stream output, FlagCoverage coverage, string format)
    {
        if (format == "md")
        {
            output.Write(Encoding.UTF8.GetBytes(CoverageReport.Markdown(coverage)));
            return;
        }
        foreach (var line in coverage.Lines)
        {
            using (var json = new Utf8JsonWriter(output, Plain))
            {
                json.WriteStartObject();
                json.WriteString("flag", line.Flag.Id);
                json.WriteString("source", line.Flag.Category.Source.Title);
                json.WriteString("category", line.Flag.Category.Title);
                json.WriteString("words", line.Flag.Words);
                json.WriteString("not_seen", line.Flag.Beyond);
                json.WriteBoolean("gap", CoverageReport.IsGap(line));
                Texts(json, "rules", line.Finders.Where(finder => finder.Kind == FinderKind.Rule).Select(finder => finder.Name));
                Texts(json, "patterns", line.Finders.Where(finder => finder.Kind == FinderKind.Typology).Select(finder => finder.Name));
                json.WriteEndObject();
            }
            output.WriteByte((byte)'\n');
        }
        Console.Error.WriteLine(
            $"{coverage.Lines.Count} flags, {coverage.Lines.Count(CoverageReport.IsGap)} gaps; "
                + $"{coverage.Unmarked.Count} rules and typologies without a mark"
        );
    }

    private static void Write(Stream output, Typology typology)
    {
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WriteString("pattern", typology.Kind);
            json.WriteString("title", typology.Title);
            json.WriteString("found_as", typology.IsNetwork ? "network" : "shape");
            json.WriteString("definition", typology.Definition);
            Texts(json, "roles", typology.Roles);
            Texts(json, "flags", typology.Flags);
            Texts(json, "causes", typology.Causes.Where(cause => cause != Cause.None).Select(cause => cause.Text()));
            json.WriteStartObject("evidence");
            foreach (var key in typology.Evidence)
            {
                json.WriteString(key.Name, key.Meaning is null ? key.Title : $"{key.Title}: {key.Meaning}");
            }
            json.WriteEndObject();
            json.WriteString("page", $"docs/patterns/{typology.Kind}.md");
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
