using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Storage;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Footage;

/// <summary>A bank's footage as it was last reviewed.</summary>
/// <param name="AtUs">When, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Size">The head that was reviewed.</param>
/// <param name="Scores">By terminal, the bank's last.</param>
/// <param name="Findings">The first of them, at most <see cref="FindingsMax"/>.</param>
/// <param name="Counts">How many of each fault there are.</param>
/// <param name="Trouble">Why nothing could be reviewed; null where it could.</param>
public sealed record BankReview(
    string Bank,
    long AtUs,
    long Size,
    IReadOnlyList<FootageScore> Scores,
    IReadOnlyList<FootageFinding> Findings,
    IReadOnlyDictionary<FootageFault, long> Counts,
    string? Trouble
)
{
    public const int FindingsMax = 500;

    /// <summary>Of the whole bank; null where it could not be reviewed.</summary>
    public FootageScore? Score => Scores.Count > 0 ? Scores[^1] : null;
}

/// <summary>Reviews banks' manifests against the withdrawals that were decided, the receipts and the holds.</summary>
public sealed class FootageReviews(ManifestArchive archive)
{
    private readonly Dictionary<string, BankReview> _last = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Null where the bank was not reviewed yet.</summary>
    public BankReview? Find(string bank)
    {
        lock (_lock)
            return _last.GetValueOrDefault(bank);
    }

    /// <summary>Reviews one bank and keeps what came of it.</summary>
    public async Task<BankReview> ReviewAsync(BankFootage bank, IJournal journal, long nowUs, CancellationToken cancel)
    {
        var findings = new List<FootageFinding>();
        var counts = new SortedDictionary<FootageFault, long>();
        void Tell(FootageFinding finding)
        {
            counts[finding.Fault] = counts.GetValueOrDefault(finding.Fault) + 1;
            if (findings.Count < BankReview.FindingsMax)
                findings.Add(finding);
        }
        var terms = new ReviewTerms(nowUs, [], [.. bank.Holds.Select(hold => hold.Term)], head => bank.ReceivedUs(head.Size));
        var size = bank.Head?.Size ?? 0;
        string? Withdrawals(FootageReview review)
        {
            journal.ReadPayments(Streams.Payments, 0, new WithdrawalSink(review.Withdrawal));
            return null;
        }
        var outcome = await archive.ReadAsync(
            bank,
            path => StatusJob.Review(path, LogKey.Parse(bank.Key), terms, Tell, Withdrawals),
            cancel
        );
        var reviewed = outcome switch
        {
            StatusOutcome.Reviewed done => new BankReview(
                bank.Bank,
                nowUs,
                size,
                WithChallenges(done.Scores, bank, nowUs),
                findings,
                counts,
                null
            ),
            StatusOutcome.Refused refused => new BankReview(bank.Bank, nowUs, size, [], [], counts, refused.Why),
            StatusOutcome.Broken broken => new BankReview(bank.Bank, nowUs, size, [], [], counts, broken.Why),
            _ => throw new InvalidOperationException("An outcome that this review does not know."),
        };
        lock (_lock)
            _last[bank.Bank] = reviewed;
        return reviewed;
    }

    /// <summary>A challenge that failed says that footage is gone or exchanged: nothing weighs it up.</summary>
    private static List<FootageScore> WithChallenges(IReadOnlyList<FootageScore> scores, BankFootage bank, long nowUs)
    {
        var failed = bank.Challenges.Count(challenge => challenge.Fails(nowUs));
        return [.. scores.SkipLast(1), scores[^1] with { Grave = scores[^1].Grave + failed + bank.Generation }];
    }
}
