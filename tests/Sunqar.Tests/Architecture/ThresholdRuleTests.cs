using System.Reflection;
using Mono.Cecil;
using Sunqar.Core.Tuning;
using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>Thresholds of mining stand in rulebooks/mining.limits, all of them, and what stands there is read.</summary>
public class ThresholdRuleTests
{
    private static readonly string[] Readers = ["Sunqar.Core", "Sunqar.Work", "sunqar"];

    [Fact]
    public void No_threshold_of_mining_stands_in_code() =>
        NoOffence(
            from file in SourceFile.All.Where(ThresholdRule.Applies)
            from offence in ThresholdRule.Offences(file)
            select $"{file.Path}, {offence}"
        );

    [Fact]
    public void Every_exception_stands_for_something_and_says_why()
    {
        var files = SourceFile.All.Where(ThresholdRule.Applies).ToList();
        var met = files
            .SelectMany(file => ThresholdRule.Numbers(file).Select(found => (ThresholdRule.NameOf(file), found.What)))
            .ToHashSet();
        NoOffence(ThresholdRule.Exceptions.Keys.Where(exception => !met.Contains(exception)).Select(exception => exception.ToString()));
        NoOffence(ThresholdRule.FilesLeftOut.Keys.Where(name => !SourceFile.All.Any(file => ThresholdRule.NameOf(file) == name)));
        Assert.All(ThresholdRule.Exceptions.Values.Concat(ThresholdRule.FilesLeftOut.Values), reason => Assert.True(reason.Length >= 10));
    }

    [Theory]
    [InlineData("private const int SidesMin = 2;")]
    [InlineData("private const long WindowUs = 45 * 60 * 1_000_000L;")]
    [InlineData("private const long DayUs = 2 * 86_400_000_000;")]
    [InlineData("public static readonly double Share = 1.0;")]
    [InlineData("private static readonly int[] Spans = [4, 10, 30];")]
    [InlineData("bool Is(int rows) => rows >= 3;")]
    [InlineData("bool Is(Profile p) => p is { Senders: >= 25 };")]
    [InlineData("double Score(double s) => -4.5 + (0.28 * s);")]
    [InlineData("double Score(bool plain) => plain ? 0.95 : 1;")]
    [InlineData("long SpanUs(long us) => System.Math.Min(5 * DayUs, us);")]
    [InlineData("bool Is(int rows) { const int Most = 60; return rows < Most; }")]
    public void A_planted_threshold_is_caught(string code) => Assert.NotEmpty(Offences(code));

    [Theory]
    [InlineData("private const long DayUs = 86_400_000_000;")]
    [InlineData("private readonly int[] _path = new int[64];")]
    [InlineData("enum Shape { Fan = 3 }")]
    [InlineData("bool Is(int part, int whole) => 2 * part >= whole;")]
    [InlineData("bool Is(long part, long whole) => part * 100 >= whole * Limits.PercentMin;")]
    [InlineData("string Text(double micro) => (micro / 1e6).ToString(\"0.00\");")]
    public void What_is_no_threshold_is_left_alone(string code) => Assert.Empty(Offences(code));

    [Fact]
    public void A_file_that_does_not_mine_may_hold_numbers() =>
        Assert.False(ThresholdRule.Applies(new SourceFile("src/Sunqar.Core/Payments/Money.cs", "")));

    [Fact]
    public void Every_limit_is_read_by_some_code()
    {
        var unread = Unread([.. Readers.Select(name => ModuleDefinition.ReadModule(Assembly.Load(name).Location))]);
        NoOffence(unread);
    }

    [Fact]
    public void A_limit_that_nobody_reads_is_caught()
    {
        using var module = ModuleDefinition.ReadModule(typeof(ThresholdRuleTests).Assembly.Location);
        Assert.Equal(
            [$"{nameof(HalfReadLimits)}.{nameof(HalfReadLimits.UnreadMin)}"],
            Unread([module]).Where(name => name.StartsWith("HalfRead", StringComparison.Ordinal))
        );
        Assert.Equal(1, new HalfReadLimits(1, 2).ReadMin);
    }

    /// <summary>The parameters of records of limits of which no code outside the record asks the value.</summary>
    private static IEnumerable<string> Unread(IReadOnlyCollection<ModuleDefinition> modules)
    {
        var types = modules.SelectMany(module => module.GetTypes()).ToList();
        var records = types.Where(type => type.CustomAttributes.Any(one => one.AttributeType.Name == nameof(LimitsAttribute))).ToList();
        var called = (
            from type in types.Where(type => !records.Contains(type))
            from method in type.Methods.Where(method => method.HasBody)
            from instruction in method.Body.Instructions
            where instruction.Operand is MethodReference
            select ((MethodReference)instruction.Operand).FullName
        ).ToHashSet();
        return from record in records
            from property in record.Properties
            where property.Name != "EqualityContract" && !called.Contains(property.GetMethod.FullName)
            select $"{record.Name}.{property.Name}";
    }

    private static IEnumerable<string> Offences(string code) =>
        ThresholdRule.Offences(new SourceFile("src/Sunqar.Core/Patterns/X.cs", $"class C {{ {code} }}"));

    [Limits("unread")]
    private sealed record HalfReadLimits(int ReadMin, int UnreadMin);
}
