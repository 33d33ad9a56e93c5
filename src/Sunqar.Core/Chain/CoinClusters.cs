using Sunqar.Core.Tuning;

namespace Sunqar.Core.Chain;

/// <summary>Bitcoin addresses that one holder's keys seem to control.</summary>
/// <param name="Addresses">In the order in which they were met.</param>
/// <param name="ConfidencePercent">Of the weakest link: 90 where all addresses spent together, less where a change output was
/// guessed.</param>
/// <param name="CommonInputLinks">Joined because they were spent together.</param>
/// <param name="ChangeLinks">Joined because one took the other's change.</param>
public sealed record AddressCluster(IReadOnlyList<string> Addresses, int ConfidencePercent, int CommonInputLinks, int ChangeLinks)
{
    /// <summary>Who stands behind the cluster: the surest label of its addresses, no surer than the cluster; null where nobody speaks of
    /// any.</summary>
    public Attributed? AttributedBy(Attribution attribution)
    {
        var best = Addresses.Select(attribution.Of).Where(said => said is not null).MaxBy(said => said!.ConfidencePercent);
        return best is null ? null : best with { ConfidencePercent = best.ConfidencePercent * ConfidencePercent / 100 };
    }
}

/// <summary>Bitcoin addresses of one holder: common input and one-time change.</summary>
/// <param name="CommonInputPercent">Confidence that addresses spent in one transaction have one holder.</param>
/// <param name="RoundSatoshi">An output that is no multiple of it looks like change.</param>
/// <param name="ChangeOutputsMin">Fewest outputs of a payment with change.</param>
/// <param name="ChangeOutputsMax">Most outputs of a payment with change.</param>
/// <param name="ChangePercent">Confidence that the one output that looks like change is it.</param>
/// <param name="RoundOthersPercent">Added where every other output is round.</param>
/// <param name="KnownOthersPercent">Added where every other output pays a known address.</param>
/// <param name="ChangePercentMin">Confidence below which a change output is not used.</param>
/// <param name="ChangeClusterMax">Addresses of a cluster that a change link may make.</param>
[Limits("coin")]
public sealed record CoinLimits(
    int CommonInputPercent,
    int RoundSatoshi,
    int ChangeOutputsMin,
    int ChangeOutputsMax,
    int ChangePercent,
    int RoundOthersPercent,
    int KnownOthersPercent,
    int ChangePercentMin,
    int ChangeClusterMax
);

/// <summary>
/// Clusters Bitcoin addresses (reference: algorithms, "Chain"). <b>Common input</b>: addresses that are spent in one transaction have one
/// holder, unless it is a CoinJoin. <b>One-time change</b>: of two to ten outputs exactly one is of the inputs' form, no multiple of 1,000
/// satoshi, smaller than the smallest input, and at a fresh address; it goes back to the payer. Guesses of change can merge the world, so
/// they carry a confidence, come last, and never make a cluster larger than a cap.
/// </summary>
public sealed class CoinClusters(CoinLimits limits)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _addresses = [];
    private readonly Sets _sets = new();
    private readonly List<(int Address, int Percent, bool IsChange)> _links = [];
    private readonly List<(int Payer, int Change, int Percent)> _changes = [];

    /// <summary>CoinJoins met: nothing was concluded from them.</summary>
    public int CoinJoins { get; private set; }

    /// <summary>Change links left out because of the cap.</summary>
    public int Capped { get; private set; }

    /// <summary>
    /// Several payers mix in one transaction: with p = (outputs + 1) / 2 (at least 2) there are p different addresses or more among the
    /// inputs, and the most frequent output value stands exactly p times. An input whose output is not known may be anyone's: it counts as
    /// an address of its own, so that a CoinJoin read in part joins nobody.
    /// </summary>
    public static bool IsCoinJoin(CoinTransaction transaction)
    {
        var payers = (transaction.Outputs.Count + 1) / 2;
        return payers >= 2
            && transaction
                .Inputs.Select(input => input.Spent?.Address.ToString())
                .Where(address => !string.IsNullOrEmpty(address))
                .Distinct()
                .Count() + transaction.Inputs.Count(input => input.Spent is null)
                >= payers
            && transaction.Outputs.GroupBy(output => output.Satoshi).Max(group => group.Count()) == payers;
    }

    /// <summary>Takes the next transaction in the order of the chain, with what its inputs spend.</summary>
    public void Add(CoinTransaction transaction)
    {
        if (!transaction.IsCoinbase)
        {
            if (IsCoinJoin(transaction))
            {
                CoinJoins++;
                foreach (var input in transaction.Inputs)
                    Number(input.Spent);
            }
            else
            {
                TakeInputs(transaction);
            }
        }
        foreach (var output in transaction.Outputs)
            Number(output);
    }

    private void TakeInputs(CoinTransaction transaction)
    {
        var change = Change(transaction);
        var first = -1;
        foreach (var input in transaction.Inputs)
        {
            var number = Number(input.Spent);
            if (number >= 0 && first >= 0 && _sets.Join(first, number))
                _links.Add((number, limits.CommonInputPercent, false));
            if (first < 0)
                first = number;
        }
        if (change is { } found && first >= 0)
        {
            _changes.Add((first, Number(found.Output), found.Percent));
        }
    }

    private (CoinOutput Output, int Percent)? Change(CoinTransaction transaction)
    {
        if (
            transaction.Outputs.Count < limits.ChangeOutputsMin
            || transaction.Outputs.Count > limits.ChangeOutputsMax
            || transaction.Inputs.Any(input => input.Spent is null || input.Spent.Kind != transaction.Inputs[0].Spent!.Kind)
        )
        {
            return null;
        }
        var (kind, smallest) = (transaction.Inputs[0].Spent!.Kind, transaction.Inputs.Min(input => input.Spent!.Satoshi));
        var own = transaction.Inputs.Select(input => input.Spent!.Address.ToString()).ToHashSet();
        var candidates = transaction
            .Outputs.Where(output =>
                output.Kind == kind
                && !output.Address.IsNone
                && output.Satoshi % limits.RoundSatoshi != 0
                && output.Satoshi < smallest
                && !_numbers.ContainsKey(output.Address.ToString())
                && !own.Contains(output.Address.ToString())
            )
            .ToList();
        if (candidates is not [var change])
        {
            return null;
        }
        var others = transaction.Outputs.Where(output => output != change && output.Kind != ScriptKind.Data).ToList();
        var percent =
            limits.ChangePercent
            + (others.TrueForAll(o => o.Satoshi % limits.RoundSatoshi == 0) ? limits.RoundOthersPercent : 0)
            + (others.TrueForAll(o => _numbers.ContainsKey(o.Address.ToString())) ? limits.KnownOthersPercent : 0);
        return percent >= limits.ChangePercentMin ? (change, percent) : null;
    }

    /// <summary>Clusters of two addresses or more, the largest first.</summary>
    public IReadOnlyList<AddressCluster> Build()
    {
        foreach (var (payer, change, percent) in _changes)
        {
            if (_sets.Find(payer) == _sets.Find(change))
                continue;
            if (_sets.SizeOf(payer) + _sets.SizeOf(change) > limits.ChangeClusterMax)
            {
                Capped++;
                continue;
            }
            _sets.Join(payer, change);
            _links.Add((change, percent, true));
        }
        _changes.Clear();
        var links = _links.ToLookup(link => _sets.Find(link.Address));
        return
        [
            .. Enumerable
                .Range(0, _addresses.Count)
                .GroupBy(_sets.Find)
                .Where(set => set.Count() > 1)
                .Select(set => new AddressCluster(
                    [.. set.Select(number => _addresses[number])],
                    links[set.Key].Min(link => link.Percent),
                    links[set.Key].Count(link => !link.IsChange),
                    links[set.Key].Count(link => link.IsChange)
                ))
                .OrderByDescending(cluster => cluster.Addresses.Count),
        ];
    }

    /// <summary>The number of an output's address, -1 without one.</summary>
    private int Number(CoinOutput? output)
    {
        if (output is null || output.Address.IsNone)
        {
            return -1;
        }
        var address = output.Address.ToString();
        if (!_numbers.TryGetValue(address, out var number))
        {
            _numbers[address] = number = _sets.Add();
            _addresses.Add(address);
        }
        return number;
    }
}
