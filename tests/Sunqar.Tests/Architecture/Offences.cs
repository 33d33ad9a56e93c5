using Xunit;

namespace Sunqar.Tests.Architecture;

/// <summary>Says every offence in full, one a line: whoever broke a rule should not have to run the test twice.</summary>
internal static class Offences
{
    public static void NoOffence(IEnumerable<string> offences)
    {
        var found = offences.Distinct().ToList();
        Assert.True(found.Count == 0, $"{found.Count} offences:\n  {string.Join("\n  ", found)}");
    }
}
