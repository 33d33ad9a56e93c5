using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Rulebook;

/// <summary>What a rule's own test expects of the last payment given.</summary>
public enum Expectation : byte
{
    /// <summary>The rule speaks.</summary>
    Fires = 0,

    /// <summary>The rule does not speak; others may.</summary>
    Silent = 1,

    /// <summary>The whole rulebook's outcome is the one named.</summary>
    Outcome = 2,
}

/// <summary>A test beside a rule: payments and what the registry knows, and what the rule says of the last payment.</summary>
/// <param name="Line">Where <c>test</c> stands, from 1.</param>
/// <param name="Outcome">The outcome's name, where <paramref name="Expected"/> is <see cref="Expectation.Outcome"/>.</param>
public sealed record RuleTest(int Line, string Name, IReadOnlyList<Given> Givens, Expectation Expected, string? Outcome);

/// <summary>One <c>given</c> of a test.</summary>
public abstract record Given;

/// <summary>Payments: all but the last one of the test are history and count as allowed.</summary>
/// <param name="StepUs">Time from one payment to the next, and from what was given before to the first.</param>
public sealed record GivenPayments(
    int Times,
    PaymentKind Kind,
    Money Amount,
    long? AtUs,
    long StepUs,
    IReadOnlyList<(string Field, string Value)> Fields
) : Given;

/// <summary>How a platform stands in the registry.</summary>
public sealed record GivenPlatform(string Code, PlatformStanding Standing) : Given;

/// <summary>How a wallet stands on the watchlists.</summary>
public sealed record GivenWallet(string Address, WalletStanding Standing) : Given;

/// <summary>What the tracing says of a wallet as of the payment that is decided, or of a time before it.</summary>
/// <param name="Share">A share of its value; null for tracing that met nobody.</param>
/// <param name="AgeUs">How long before the payment, microseconds; null where another <c>given</c> says it.</param>
public sealed record GivenExposure(string Address, ExposureShare? Share, long? AgeUs) : Given;

/// <param name="Subject">The subject's name in this test.</param>
public sealed record GivenMeasure(SubjectId Subject, MeasureStanding Standing) : Given;

/// <summary>One unit of <paramref name="Currency"/> in tiyn, at all times.</summary>
public sealed record GivenRate(Currency Currency, long Tiyn) : Given;
