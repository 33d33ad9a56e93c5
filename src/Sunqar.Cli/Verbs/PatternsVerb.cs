using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;

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
        command.SetAction(_ =>
        {
            using var output = Console.OpenStandardOutput();
            foreach (var typology in TypologyTable.Shipped.All)
            {
                Write(output, typology);
            }
            return Exit.Done;
        });
        return command;
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
