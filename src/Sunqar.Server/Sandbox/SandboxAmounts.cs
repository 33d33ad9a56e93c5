using System.Reflection;
using Sunqar.Core.Conformance;
using Sunqar.Core.Rulebook;

namespace Sunqar.Server.Sandbox;

/// <summary>What an amount forces in the sandbox: outcomes by its rulebook (rulebooks/sandbox.rules), faults of the way by this table
/// (docs/sandbox.md).</summary>
public static class SandboxAmounts
{
    /// <summary>How long the first answer to <see cref="ForcedFault.SlowAnswer"/> takes: longer than a customer stands at a till.</summary>
    public static readonly TimeSpan Slowness = TimeSpan.FromSeconds(30);

    private static readonly Lazy<LoadedRulebook> Loaded = new(Load);

    public static LoadedRulebook Rulebook => Loaded.Value;

    /// <summary>By the amount's whole units of KZT; each strikes the first time that a payment comes, and never its repeats.</summary>
    public static IReadOnlyDictionary<decimal, ForcedFault> Faults { get; } =
        new Dictionary<decimal, ForcedFault>
        {
            [2_001] = ForcedFault.LostAnswer,
            [2_002] = ForcedFault.Unavailable,
            [2_003] = ForcedFault.Busy,
            [2_004] = ForcedFault.SlowAnswer,
        };

    private static LoadedRulebook Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sandbox.rules")!;
        using var reader = new StreamReader(stream);
        return LoadedRulebook.Load(reader.ReadToEnd()) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException($"sandbox.rules: {refused.Faults[0]}"),
            _ => throw new InvalidOperationException("No such reading."),
        };
    }
}
