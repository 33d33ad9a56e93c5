using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Tests.Decisions;

/// <summary>An engine's state as an array.</summary>
internal static class EngineBytes
{
    public static byte[] Save(DecisionEngine engine)
    {
        using var bytes = new MemoryStream();
        EngineSnapshot.Save(engine, bytes);
        return bytes.ToArray();
    }

    public static DecisionEngine? Restore(byte[] bytes, LoadedRulebook rulebook) =>
        EngineSnapshot.Restore(new MemoryStream(bytes), rulebook);
}
