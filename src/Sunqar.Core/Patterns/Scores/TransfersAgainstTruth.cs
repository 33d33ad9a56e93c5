namespace Sunqar.Core.Patterns.Scores;

/// <summary>Precision, recall and F1 of claims on single transfers at one threshold.</summary>
/// <param name="Claimed">Transfers in a finding of at least the threshold's score.</param>
/// <param name="Right">Those of them that are planted.</param>
public sealed record TransferScore(double Threshold, int Planted, int Claimed, int Right)
{
    public double Precision => Claimed == 0 ? 1 : (double)Right / Claimed;

    public double Recall => Planted == 0 ? 1 : (double)Right / Planted;

    public double F1 => Planted + Claimed == 0 ? 1 : 2.0 * Right / (Planted + Claimed);
}

/// <summary>How many planted patterns of a kind were found, by shared transfers.</summary>
/// <param name="Found">Planted patterns of which one finding holds at least half of the transfers, at least half of the finding being
/// theirs.</param>
/// <param name="FoundByKind">Those found by a finding of the same kind.</param>
/// <param name="Large">Planted patterns of at least three transfers: fewer have no shape to find.</param>
public sealed record PlantedRecall(string Kind, int Planted, int Found, int FoundByKind, int Large, int LargeFound);

/// <summary>How many findings of a kind stand for some planted pattern: at least half of their transfers are one pattern's.</summary>
public sealed record FindingPrecision(string Kind, int Findings, int Right);

/// <summary>
/// Sets findings beside planted patterns transfer by transfer. A transfer's claim is the highest score of the findings that hold it.
/// </summary>
public sealed class TransfersAgainstTruth
{
    private readonly IReadOnlyList<PlantedPattern> _planted;
    private readonly IReadOnlyList<Finding> _findings;
    private readonly Dictionary<string, List<int>> _patternsOf = new(StringComparer.Ordinal);

    public TransfersAgainstTruth(IReadOnlyList<PlantedPattern> planted, IReadOnlyList<Finding> findings)
    {
        _planted = planted;
        _findings = findings;
        for (var p = 0; p < planted.Count; p++)
        {
            foreach (var transfer in planted[p].Transfers)
            {
                if (!_patternsOf.TryGetValue(transfer, out var list))
                    _patternsOf[transfer] = list = [];
                list.Add(p);
            }
        }
    }

    /// <summary>What claims of at least a threshold are worth.</summary>
    public TransferScore At(double threshold)
    {
        var claimed = Claims().Where(c => c.Score >= threshold).ToList();
        return new TransferScore(threshold, _patternsOf.Count, claimed.Count, claimed.Count(c => _patternsOf.ContainsKey(c.Transfer)));
    }

    /// <summary>The threshold of highest F1, chosen with the truth in hand: an upper bound, not a result.</summary>
    public TransferScore Best()
    {
        var best = new TransferScore(1, _patternsOf.Count, 0, 0);
        int claimed = 0,
            right = 0;
        foreach (var group in Claims().GroupBy(c => c.Score).OrderByDescending(g => g.Key))
        {
            foreach (var (transfer, _) in group)
            {
                claimed++;
                right += _patternsOf.ContainsKey(transfer) ? 1 : 0;
            }
            var score = new TransferScore(group.Key, _patternsOf.Count, claimed, right);
            if (score.F1 > best.F1 || best.Claimed == 0)
                best = score;
        }
        return best;
    }

    /// <summary>Recall of planted patterns by kind, counting findings of at least a threshold.</summary>
    public IReadOnlyList<PlantedRecall> Patterns(double threshold)
    {
        var found = new bool[_planted.Count];
        var byKind = new bool[_planted.Count];
        foreach (var finding in _findings.Where(f => f.Score >= threshold))
        {
            foreach (var (p, shared) in Shared(finding))
            {
                if (2 * shared < _planted[p].Transfers.Count || 2 * shared < finding.Transfers.Count)
                    continue;
                found[p] = true;
                byKind[p] |= finding.Pattern == _planted[p].Kind;
            }
        }
        return
        [
            .. Enumerable
                .Range(0, _planted.Count)
                .GroupBy(p => _planted[p].Kind)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new PlantedRecall(
                    g.Key,
                    g.Count(),
                    g.Count(p => found[p]),
                    g.Count(p => byKind[p]),
                    g.Count(p => _planted[p].Transfers.Count >= 3),
                    g.Count(p => _planted[p].Transfers.Count >= 3 && found[p])
                )),
        ];
    }

    /// <summary>Precision of findings by kind, counting those of at least a threshold.</summary>
    public IReadOnlyList<FindingPrecision> Findings(double threshold) =>
        [
            .. _findings
                .Where(f => f.Score >= threshold)
                .GroupBy(f => f.Pattern)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new FindingPrecision(g.Key, g.Count(), g.Count(f => Shared(f).Any(s => 2 * s.Value >= f.Transfers.Count)))),
        ];

    private Dictionary<int, int> Shared(Finding finding)
    {
        var shared = new Dictionary<int, int>();
        foreach (var transfer in finding.Transfers)
        {
            foreach (var p in _patternsOf.GetValueOrDefault(transfer) ?? [])
            {
                shared[p] = shared.GetValueOrDefault(p) + 1;
            }
        }
        return shared;
    }

    private IEnumerable<(string Transfer, double Score)> Claims()
    {
        var claims = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var finding in _findings)
        {
            foreach (var transfer in finding.Transfers)
            {
                claims[transfer] = Math.Max(claims.GetValueOrDefault(transfer), finding.Score);
            }
        }
        return claims.Select(c => (c.Key, c.Value));
    }
}
