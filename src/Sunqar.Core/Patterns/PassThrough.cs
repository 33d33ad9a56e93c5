using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="PassThrough"/>, section <c>pass</c> of rulebooks/mining.limits.</summary>
[Limits("pass")]
internal sealed record PassLimits(
    long DwellUs,
    int LeavesPercentMin,
    int PassesMin,
    int PassedPercentMin,
    int IncomePaymentsMin,
    int ChanceTimesMin,
    double Bias,
    double PerPass,
    int PassesCounted,
    double PerMule,
    int MulesCounted,
    double FewPayers
);

/// <summary>Accounts that value only runs through: mules, droppers. Page: docs/patterns/pass_through.md.</summary>
public sealed class PassThrough() : Typology(Name, "Pass-through", "Pass-through")
{
    private static readonly PassLimits Limits = MiningTuning.Shipped.Of<PassLimits>();

    public const string Name = "pass_through";

    private static readonly EvidenceKey Passes = new("passes", "Passes", "How often money came and left again within two hours."),
        Mules = new("mules", "Mules"),
        DwellMinutes = new("dwell_minutes", "Minutes before it left", "On average.");

    public override string Definition =>
        "What an account receives leaves again within two hours, at least 90 % of it, at least twice, and that is most of what it ever "
        + "receives but for regular income, which one payer sends three times or more and which stays; such accounts that "
        + "pay each other are one finding. Or "
        + "value is handed on through four or more accounts that meet nobody "
        + "else.";

    public override IReadOnlyList<string> Roles => ["mule", "layerer"];

    public override IReadOnlyList<string> Flags => ["pack.p6", "pack.v1", "pack.v6"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [Passes, EvidenceKeys.Payers, Mules, DwellMinutes, EvidenceKeys.BecauseOf, EvidenceKeys.Length];

    public override IReadOnlyList<Cause> Causes => [Cause.None, Cause.Chain];

    public override IMiner Begin(MiningGround ground) => Miners.Several(Miners.AcrossAccounts(At, Sight), Miners.Anew(LayeringChain.Open));

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Somebody who passes on a relative's money, a courier who settles each day, or savings moved between own accounts.",
            $"Within {DwellMinutes.In(evidence)} minutes on average, {Passes.In(evidence)} times on the busiest card, "
                + $"from {EvidenceKeys.Payers.In(evidence)} "
                + "payers. Own accounts have one holder; couriers settle with one firm.",
            "One holder at both ends, or one employer behind the payers; money that stays overnight. Dwelling longer "
                + "than two hours, it would not have "
                + "been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            lead.Cause == Cause.Chain
                ? $"Value was handed on {lead.Says(EvidenceKeys.Length)} times, each account paying the next, and around then none of them "
                    + "dealt so with anybody else."
                : $"Money came in and nine tenths of it or more left again, on average within {lead.Says(DwellMinutes)} minutes, "
                    + $"{lead.Says(Passes)} times on the busiest card; {lead.Says(EvidenceKeys.Payers)} different payers had sent it.",
        ];

    /// <summary>Mules that pay each other are one sighting.</summary>
    /// <param name="mules">By account.</param>
    private static IEnumerable<Sighting> Sight(MiningGround ground, List<Mule> mules) =>
        Join(mules).Select(joined => SightOne(ground, joined));

    /// <param name="Passes">How often value came and left.</param>
    /// <param name="ByChance">How often it left and came: as often as chance makes it look so.</param>
    private sealed record Mule(int Account, int Passes, int ByChance, HashSet<int> In, HashSet<int> Out, long DwellUs);

    /// <summary>The account as a mule; null where it is none. Read from its own transfers alone.</summary>
    private static Mule? At(MiningGround ground, int account)
    {
        var table = ground.Table;
        ReadOnlySpan<int> received = ground.Graph.In(account),
            sent = ground.Graph.Out(account);
        if (received.Length < Limits.PassesMin || sent.Length < Limits.PassesMin)
            return null;
        if (ground.Places.Has(account))
            return null;
        var mule = new Mule(account, 0, 0, [], [], 0);
        Int128 passed = 0;
        long dwell = 0;
        int passes = 0,
            byChance = 0;
        var usedBefore = new HashSet<int>();
        foreach (var row in received)
        {
            if (Leaving(table, row, sent, usedBefore, isBefore: true) is { } befores)
            {
                usedBefore.UnionWith(befores);
                byChance++;
            }
            if (Leaving(table, row, sent, mule.Out, isBefore: false) is not { } outs)
                continue;
            mule.In.Add(row);
            mule.Out.UnionWith(outs);
            passed += table.AmountMicro[row];
            dwell += table.TimeUs[outs[^1]] - table.TimeUs[row];
            passes++;
        }
        return
            passes >= Limits.PassesMin
            && passes >= Limits.ChanceTimesMin * byChance
            && passed * 100 >= Came(table, received, mule.In) * Limits.PassedPercentMin
            ? mule with
            {
                Passes = passes,
                ByChance = byChance,
                DwellUs = dwell / passes,
            }
            : null;
    }

    /// <summary>
    /// What came, in millionths, but for income: a mule may have a wage or a pension beside, which one payer sends again and again and
    /// which stays.
    /// </summary>
    /// <param name="passed">Rows that left again: whose payer sent one of them is no source of income.</param>
    private static Int128 Came(TransferTable table, ReadOnlySpan<int> received, HashSet<int> passed)
    {
        Int128 came = 0;
        var byPayer = new Dictionary<int, (int Payments, bool HasPassed, Int128 Sum)>();
        foreach (var row in received)
        {
            var (payments, hasPassed, sum) = byPayer.GetValueOrDefault(table.From[row]);
            byPayer[table.From[row]] = (payments + 1, hasPassed || passed.Contains(row), sum + table.AmountMicro[row]);
        }
        foreach (var (payments, hasPassed, sum) in byPayer.Values)
        {
            came += hasPassed || payments < Limits.IncomePaymentsMin ? sum : 0;
        }
        return came;
    }

    /// <summary>
    /// The transfers by which an amount leaves again, the first free ones that are later than it; null where it stays or more leaves than
    /// came. What is of the same time as it may as well have been before it.
    /// </summary>
    /// <param name="isBefore">Looks at what left before it came, from the last on back: what chance brings about does so either
    /// way.</param>
    private static List<int>? Leaving(TransferTable table, int row, ReadOnlySpan<int> sent, HashSet<int> used, bool isBefore)
    {
        Int128 amount = table.AmountMicro[row],
            left = 0;
        var outs = new List<int>();
        var at = table.After(sent, row);
        for (var i = isBefore ? at - 1 : at; i >= 0 && i < sent.Length; i += isBefore ? -1 : 1)
        {
            var laterUs = (table.TimeUs[sent[i]] - table.TimeUs[row]) * (isBefore ? -1 : 1);
            if (laterUs > Limits.DwellUs)
                break;
            if (laterUs == 0 || used.Contains(sent[i]) || table.CurrencyOf(sent[i]) != table.CurrencyOf(row))
                continue;
            if (left + table.AmountMicro[sent[i]] > amount)
                break;
            outs.Add(sent[i]);
            left += table.AmountMicro[sent[i]];
        }
        return left > 0 && left * 100 >= amount * Limits.LeavesPercentMin ? outs : null;
    }

    /// <summary>Mules between whom passed value runs belong together, ordered by their smallest account.</summary>
    private static IEnumerable<List<Mule>> Join(List<Mule> mules)
    {
        var receivers = new Dictionary<int, int>();
        for (var m = 0; m < mules.Count; m++)
        {
            foreach (var row in mules[m].In)
            {
                receivers[row] = m;
            }
        }
        var parent = Enumerable.Range(0, mules.Count).ToArray();
        int Root(int m)
        {
            while (parent[m] != m)
            {
                m = parent[m] = parent[parent[m]];
            }
            return m;
        }
        for (var m = 0; m < mules.Count; m++)
        {
            foreach (var row in mules[m].Out)
            {
                if (!receivers.TryGetValue(row, out var next))
                    continue;
                int a = Root(m),
                    b = Root(next);
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }
        return Enumerable.Range(0, mules.Count).GroupBy(Root).OrderBy(g => g.Key).Select(g => g.Select(m => mules[m]).ToList());
    }

    private static Sighting SightOne(MiningGround ground, List<Mule> mules)
    {
        var passes = mules.Max(m => m.Passes);
        var own = mules.Select(m => m.Account).ToHashSet();
        var outside = mules.SelectMany(m => m.In).Select(row => ground.Table.From[row]).Where(payer => !own.Contains(payer)).ToList();
        var payers = outside.Distinct().Count();
        // Victims come once; who is paid by the same person every fortnight and takes it out is a grandmother.
        var logOdds =
            Limits.Bias
            + (Limits.PerPass * Math.Min(passes, Limits.PassesCounted))
            + (Limits.PerMule * (Math.Min(mules.Count, Limits.MulesCounted) - 1))
            - (2 * payers < outside.Count ? Limits.FewPayers : 0);
        return Sightings.FromRows(
            ground,
            Name,
            mules.SelectMany(m => m.In.Concat(m.Out)),
            Logistic.Probability(logOdds),
            mules.Select(m => new Member(m.Account, "mule")),
            Passes.Is(passes),
            EvidenceKeys.Payers.Is(payers),
            Mules.Is(mules.Count),
            DwellMinutes.Is(mules.Average(m => m.DwellUs) / 60_000_000)
        );
    }
}
