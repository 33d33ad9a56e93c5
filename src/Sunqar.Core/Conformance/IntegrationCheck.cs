namespace Sunqar.Core.Conformance;

/// <summary>What was seen of a check.</summary>
public abstract record CheckVerdict
{
    private CheckVerdict() { }

    /// <summary>The integration did it, and did it right.</summary>
    /// <param name="PaymentId">The payment that shows it.</param>
    public sealed record Shown(string PaymentId) : CheckVerdict;

    /// <summary>It was not seen yet.</summary>
    /// <param name="Next">What to do so that it is.</param>
    public sealed record Missing(string Next) : CheckVerdict;

    /// <summary>The integration did what it must not.</summary>
    /// <param name="Why">What was done, and what would be right.</param>
    /// <param name="PaymentIds">The payments that show it, at most ten.</param>
    public sealed record Broken(string Why, IReadOnlyList<string> PaymentIds) : CheckVerdict;
}

/// <summary>One thing that an integration must be seen doing.</summary>
/// <param name="Id">Names it in the report.</param>
/// <param name="Asks">What is asked of the integration.</param>
public sealed record IntegrationCheck(string Id, string Asks, Func<IntegrationBook, CheckVerdict> Judge);
