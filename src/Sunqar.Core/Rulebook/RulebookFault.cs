namespace Sunqar.Core.Rulebook;

/// <summary>What is wrong in a rulebook's text, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">A sentence for the analyst who wrote the line: what was met and what was expected.</param>
public sealed record RulebookFault(int Line, int Column, string Message)
{
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>What reading a rulebook gives: <see cref="RulebookLoaded"/> or <see cref="RulebookRefused"/>.</summary>
public abstract record RulebookReading;

/// <summary>The text is a rulebook, checked and compiled.</summary>
public sealed record RulebookLoaded(LoadedRulebook Rulebook) : RulebookReading;

/// <summary>The text is none: every fault found, in order of place.</summary>
public sealed record RulebookRefused(IReadOnlyList<RulebookFault> Faults) : RulebookReading;

/// <summary>Leaves the parser or the checker for the nearest place where reading can go on. Never leaves this folder.</summary>
internal sealed class RulebookFaultException(Place place, string message) : Exception(message)
{
    public RulebookFault Fault { get; } = new(place.Line, place.Column, message);
}

/// <summary>Where in the text something begins, both from 1.</summary>
internal readonly record struct Place(int Line, int Column);
