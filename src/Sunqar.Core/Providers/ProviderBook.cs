using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Providers;

/// <summary>How a duty stands at a moment.</summary>
public enum DutyStanding : byte
{
    /// <summary>Not filed, and not late yet.</summary>
    Open = 0,
    OnTime = 1,
    Late = 2,

    /// <summary>Not filed and late: the platform is warned.</summary>
    Missing = 3,
}

/// <summary>What a platform's record asks for, the next step last.</summary>
public enum SupervisionStep : byte
{
    None = 0,
    Warning = 1,
    Supervision = 2,

    /// <summary>To propose that the licence be suspended; a supervisor decides.</summary>
    SuspendLicence = 3,
}

/// <summary>A platform's record at a moment.</summary>
/// <param name="Breaches">Duties late or missing, the latest first, at most <see cref="ProviderBook.BreachesShownMax"/>.</param>
/// <param name="Incomplete">Travel-rule messages that lacked something.</param>
/// <param name="SupervisionId">The supervision that is open; null where none is.</param>
public sealed record ProviderRecord(
    string Platform,
    int Open,
    int OnTime,
    int Late,
    int Missing,
    int Incomplete,
    SupervisionStep Step,
    string? SupervisionId,
    IReadOnlyList<(Duty Duty, DutyStanding Standing, long? FiledUs)> Breaches
)
{
    public int Due => Open + OnTime + Late + Missing;
}

/// <summary>
/// The ledger of providers' duties: what was due against what was filed. A pure fold; standings are computed for the moment that is asked
/// for, so that nothing has to fire.
/// </summary>
public sealed class ProviderBook : IActFold, IFactFold
{
    public const int BreachesShownMax = 200;

    /// <summary>A warning that is not heeded for so long becomes a supervision; a missing filing so much later a proposal on the
    /// licence.</summary>
    public const long WarningUs = 7 * 86_400_000_000L,
        GraceUs = 21 * 86_400_000_000L;

    /// <summary>Breaches within the last 30 days from which a supervision opens even where each was made good, and missing filings from
    /// which the licence is in question.</summary>
    public const int LateMax = 5,
        MissingMax = 3;

    private const long MonthUs = 30 * 86_400_000_000L;

    private readonly Dictionary<string, Provider> _providers = new(StringComparer.OrdinalIgnoreCase);

    private sealed class Provider
    {
        public Dictionary<(DutyKind, string), Duty> Duties { get; } = [];

        public Dictionary<(DutyKind, string), long> Filed { get; } = [];

        public int Incomplete { get; set; }

        public string? SupervisionId { get; set; }
    }

    /// <summary>Every platform that owed or filed anything.</summary>
    public IEnumerable<string> Platforms => _providers.Keys.Order(StringComparer.Ordinal);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case TravelRuleFiled filed when Institution(act) is { } platform:
                if (filed.Gaps.Count == 0)
                    File(platform, DutyKind.TravelRule, filed.Transaction, act.AtUs);
                else
                    Of(platform).Incomplete++;
                break;
            case ProviderReported reported when Institution(act) is { } platform:
                foreach (var reference in reported.References)
                    File(platform, reported.Kind, reference, act.AtUs);
                break;
            case SupervisionOpened opened:
                Of(opened.Platform).SupervisionId = opened.SupervisionId;
                break;
        }
    }

    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case DutiesArose arose:
                foreach (var duty in arose.Duties)
                    Of(duty.Platform).Duties.TryAdd((duty.Kind, duty.Reference), duty);
                break;
            case FilingsTaken taken:
                foreach (var filing in taken.Filings)
                    File(taken.Platform, filing.Kind, filing.Reference, filing.AtUs);
                break;
        }
    }

    /// <summary>The platform's record; an empty one where it never owed anything.</summary>
    public ProviderRecord Record(string platform, long nowUs)
    {
        if (!_providers.TryGetValue(platform, out var provider))
            return new ProviderRecord(platform, 0, 0, 0, 0, 0, SupervisionStep.None, null, []);
        var counts = new int[4];
        var breaches = new List<(Duty Duty, DutyStanding Standing, long? FiledUs)>();
        foreach (var duty in provider.Duties.Values.Where(duty => duty.AroseUs <= nowUs))
        {
            long? filedUs = provider.Filed.TryGetValue((duty.Kind, duty.Reference), out var at) && at <= nowUs ? at : null;
            var standing = Standing(duty, filedUs, nowUs);
            counts[(int)standing]++;
            if (standing is DutyStanding.Late or DutyStanding.Missing)
                breaches.Add((duty, standing, filedUs));
        }
        return new ProviderRecord(
            platform,
            counts[0],
            counts[1],
            counts[2],
            counts[3],
            provider.Incomplete,
            Step(breaches, nowUs),
            provider.SupervisionId,
            [.. breaches.OrderByDescending(b => b.Duty.DueUs).ThenBy(b => b.Duty.Reference, StringComparer.Ordinal).Take(BreachesShownMax)]
        );
    }

    private static DutyStanding Standing(Duty duty, long? filedUs, long nowUs) =>
        filedUs is { } at
            ? at < duty.DueUs
                ? DutyStanding.OnTime
                : DutyStanding.Late
            : nowUs < duty.DueUs
                ? DutyStanding.Open
                : DutyStanding.Missing;

    private static SupervisionStep Step(List<(Duty Duty, DutyStanding Standing, long? FiledUs)> breaches, long nowUs)
    {
        var longMissing = breaches.Count(b => b.Standing == DutyStanding.Missing && nowUs - b.Duty.DueUs >= WarningUs + GraceUs);
        return longMissing >= MissingMax ? SupervisionStep.SuspendLicence
            : breaches.Any(b => b.Standing == DutyStanding.Missing && nowUs - b.Duty.DueUs >= WarningUs)
            || breaches.Count(b => b.Duty.DueUs > nowUs - MonthUs) >= LateMax
                ? SupervisionStep.Supervision
            : breaches.Any(b => b.Standing == DutyStanding.Missing) ? SupervisionStep.Warning
            : SupervisionStep.None;
    }

    private static string? Institution(Act act) =>
        act.Author.StartsWith("key:", StringComparison.Ordinal) ? act.Author["key:".Length..] : null;

    private Provider Of(string platform) => _providers.TryGetValue(platform, out var known) ? known : _providers[platform] = new Provider();

    private void File(string platform, DutyKind kind, string reference, long atUs) => Of(platform).Filed.TryAdd((kind, reference), atUs);
}
