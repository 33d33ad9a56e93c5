using System.Reflection;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions;

/// <summary>The rulebook that ships with the program, rulebooks/sunqar.rules with the files that it
/// includes, embedded so that program and rules cannot part.</summary>
public static class ShippedRulebook
{
    private static readonly Lazy<LoadedRulebook> Loaded = new(Load);

    /// <summary>Loaded once; it was checked by the tests, so a fault in it is a bug.</summary>
    public static LoadedRulebook Instance => Loaded.Value;

    /// <summary>The text with all that it includes, and where each line of it stands.</summary>
    public static RulebookText Text { get; } = Whole();

    private static RulebookText Whole()
    {
        var text = RulebookText.Of("sunqar.rules", Read("sunqar.rules")!, Read, out var fault);
        return fault is null ? text : throw new InvalidOperationException(fault);
    }

    private static string? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static LoadedRulebook Load() =>
        LoadedRulebook.Load(Text.Text) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException($"{Text.Place(refused.Faults[0].Line)}: {refused.Faults[0]}"),
            _ => throw new InvalidOperationException("No such reading."),
        };
}
