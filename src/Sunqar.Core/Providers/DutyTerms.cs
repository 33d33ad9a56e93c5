using Sunqar.Core.Law;

namespace Sunqar.Core.Providers;

/// <summary>What a message must carry, and when duties are late: the lines of the register of law that hold on a day.</summary>
public sealed class DutyTerms
{
    private const long Micro = 1_000_000;
    private const string OperationKey = "threshold.digital_assets";

    private readonly Provision _identity;
    private readonly Provision _operation;
    private readonly Provision _travelRule;
    private readonly Provision _threshold;
    private readonly Provision _suspicion;

    private DutyTerms(DateOnly day)
    {
        Provision Of(string key) => LawRegister.Shipped.Of(key, day);
        _identity = Of("travel_rule.identity");
        _operation = Of(OperationKey);
        _travelRule = Of("travel_rule");
        _threshold = Of("report.threshold");
        _suspicion = Of("report.suspicion");
    }

    private static WorkingDays Calendar => WorkingDays.Kazakhstan;

    /// <summary>From this amount up (millionths of a US dollar) the originator's identity is carried.</summary>
    public long IdentityUsdMicro => _identity.Value!.Value * Micro;

    /// <summary>From this amount up (millionths of a tenge) an operation with digital assets is reported.</summary>
    public long ReportKztMicro => _operation.Value!.Value * Micro;

    /// <summary>No operation below it (millionths of a tenge) is reported under any edition.</summary>
    public static long ReportKztMicroMin { get; } =
        LawRegister.Shipped.All.Where(one => one.Key == OperationKey).Min(one => one.Value!.Value) * Micro;

    /// <summary>The terms of the day of a moment, microseconds since 1970-01-01T00:00:00Z.</summary>
    public static DutyTerms At(long timeUs) => new(Calendar.Clock.Day(timeUs));

    public long TravelRuleDueUs(long fromUs) => _travelRule.EndUs(fromUs, Calendar);

    public long ThresholdDueUs(long fromUs) => _threshold.EndUs(fromUs, Calendar);

    /// <param name="fromUs">When the suspicion could be recognised.</param>
    public long SuspicionDueUs(long fromUs) => _suspicion.EndUs(fromUs, Calendar);
}
