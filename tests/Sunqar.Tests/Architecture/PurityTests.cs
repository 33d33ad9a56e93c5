using Mono.Cecil;
using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// What may not be called where. The analyzer refuses banned symbols when Core is built; these tests read the compiled code, so a
/// suppressed warning changes nothing.
/// </summary>
public class PurityTests
{
    /// <summary>Functions whose last digit differs between machines: a simulated country must be the same on every one.</summary>
    private static readonly string[] Transcendental =
    [
        "Sin",
        "Cos",
        "Tan",
        "Asin",
        "Acos",
        "Atan",
        "Atan2",
        "Sinh",
        "Cosh",
        "Tanh",
        "Exp",
        "Log",
        "Log2",
        "Log10",
        "Pow",
        "Cbrt",
        "SinCos",
        "ExpM1",
        "LogP1",
    ];

    [Fact]
    public void Core_calls_nothing_that_is_banned()
    {
        var banned = File.ReadLines(Path.Combine(Repository.Root, "src", "Sunqar.Core", "BannedSymbols.txt"))
            .Select(line => line.Split(';')[0])
            .ToList();
        Assert.NotEmpty(banned);
        // The compiler writes this call into every iterator.
        const string ThreadId = "get_CurrentManagedThreadId";
        NoOffence(
            Calls("Sunqar.Core")
                .Where(call => call.Used.Name != ThreadId && banned.Any(symbol => Matches(symbol, call.Used)))
                .Select(Describe)
        );
    }

    [Fact]
    public void The_simulation_computes_with_integers_and_exact_operations() =>
        NoOffence(
            Calls("Sunqar.Simulation")
                .Where(call =>
                    call.Used is MethodReference method
                    && method.DeclaringType.FullName is "System.Math" or "System.MathF" or "System.Double" or "System.Single"
                    && Transcendental.Contains(method.Name)
                )
                .Select(Describe)
        );

    [Fact]
    public void A_banned_call_in_these_tests_is_seen()
    {
        using var tests = ModuleDefinition.ReadModule(typeof(PurityTests).Assembly.Location);
        Assert.Contains(AssemblyUses.Of(tests), use => Matches("T:System.IO.File", use.Used));
        Assert.Contains(AssemblyUses.Of(tests), use => Matches("M:System.IO.File.ReadLines(System.String)", use.Used));
        Assert.Contains(AssemblyUses.Of(tests), use => Matches("P:System.AppContext.BaseDirectory", use.Used));
        Assert.DoesNotContain(AssemblyUses.Of(tests), use => Matches("T:System.Guid.NoSuchType", use.Used));
    }

    private static IEnumerable<(TypeDefinition User, MemberReference Used)> Calls(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        return AssemblyUses.Of(module).ToList();
    }

    /// <summary>A documentation id (<c>T:</c> a type and all of it, <c>P:</c> a property, <c>M:</c> a method, whatever its overload)
    /// against a use.</summary>
    private static bool Matches(string symbol, MemberReference used)
    {
        var name = symbol[2..].Split('(')[0];
        return symbol[0] switch
        {
            'T' => AssemblyUses.Types(used).Any(type => type.FullName == name),
            'P' => used is MethodReference method
                && $"{method.DeclaringType.FullName}.{method.Name}" == name.Insert(name.LastIndexOf('.') + 1, "get_"),
            _ => used is MethodReference method && $"{method.DeclaringType.FullName}.{method.Name}" == name,
        };
    }

    private static string Describe((TypeDefinition User, MemberReference Used) call) => $"{call.User.FullName} uses {call.Used.FullName}";
}
