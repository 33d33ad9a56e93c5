using System.Reflection;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions;

/// <summary>The rulebook that ships with the program, rulebooks/sunqar.rules, embedded so that program and rules cannot part.</summary>
public static class ShippedRulebook
{
    private static readonly Lazy<LoadedRulebook> Loaded = new(Load);

    /// <summary>Loaded once; it was checked by the tests, so a fault in it is a bug.</summary>
    public static LoadedRulebook Instance => Loaded.Value;

    /// <summary>The text, with line feeds only.</summary>
    public static string Text
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sunqar.rules")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    private static LoadedRulebook Load() =>
        LoadedRulebook.Load(Text) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException($"sunqar.rules:{refused.Faults[0]}"),
            _ => throw new InvalidOperationException("No such reading."),
        };
}
