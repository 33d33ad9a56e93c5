using System.Security.Cryptography;
using Sunqar.Core.Footage;
using Sunqar.Core.Identity;
using Sunqar.Core.Merkle;
using Sunqar.Core.Payments;
using Sunqar.Formats;
using Sunqar.Formats.Footage;
using Sunqar.Formats.Payments;

namespace Sunqar.Work.Footage;

/// <summary>The files that a review reads; each but the manifest may be left out.</summary>
/// <param name="Uptime">When terminals should have been recorded.</param>
/// <param name="Withdrawals">Payments in the API's JSON; the cash withdrawals of them are looked for.</param>
/// <param name="Holds">What is kept past its time, and why.</param>
/// <param name="Receipts">When the agency received the bank's heads.</param>
public sealed record StatusSources(string Manifest, string? Uptime, string? Withdrawals, string? Holds, string? Receipts);

/// <summary>What came of a review.</summary>
public abstract record StatusOutcome
{
    private StatusOutcome() { }

    /// <param name="Scores">By terminal, the bank's last.</param>
    public sealed record Reviewed(string Bank, IReadOnlyList<FootageScore> Scores) : StatusOutcome;

    /// <summary>A file cannot be read.</summary>
    public sealed record Refused(string Why) : StatusOutcome;

    /// <summary>The manifest is not what the bank signed.</summary>
    public sealed record Broken(string Why) : StatusOutcome;
}

/// <summary>Reviews a bank's manifest: what is wrong, and how well each terminal is recorded.</summary>
public static class StatusJob
{
    /// <param name="key">The bank's key as the agency has it; null to believe the manifest.</param>
    /// <param name="tell">Is told each finding.</param>
    public static StatusOutcome Run(StatusSources sources, LogKey? key, long nowUs, Action<FootageFinding> tell)
    {
        var (uptime, holds, receipts) = (new List<DeclaredUptime>(), new List<FootageHold>(), new Dictionary<long, long>());
        if ((sources.Uptime is { } up ? FootageTables.Uptime(up, uptime.Add) : null) is { } badUptime)
        {
            return new StatusOutcome.Refused(badUptime.ToString());
        }
        if ((sources.Holds is { } held ? FootageTables.Holds(held, holds.Add) : null) is { } badHolds)
            return new StatusOutcome.Refused(badHolds.ToString());
        if (
            (sources.Receipts is { } given ? FootageTables.Receipts(given, one => receipts.TryAdd(one.Size, one.ReceivedUs)) : null) is
            { } badReceipts
        )
        {
            return new StatusOutcome.Refused(badReceipts.ToString());
        }
        var terms = new ReviewTerms(
            nowUs,
            uptime,
            holds,
            sources.Receipts is null ? null : head => receipts.TryGetValue(head.Size, out var at) ? at : null
        );
        return Review(sources.Manifest, key, terms, tell, review => sources.Withdrawals is { } path ? Withdrawals(path, review) : null);
    }

    /// <param name="withdrawals">Hands the review every cash withdrawal; says why where it cannot.</param>
    public static StatusOutcome Review(
        string manifest,
        LogKey? key,
        ReviewTerms terms,
        Action<FootageFinding> tell,
        Func<FootageReview, string?> withdrawals
    )
    {
        var review = new FootageReview(terms, tell);
        switch (ManifestReader.Read(manifest, key, new ReviewSink(review)))
        {
            case ManifestReading.Refused refused:
                return new StatusOutcome.Refused(refused.Why.ToString());
            case ManifestReading.Broken broken:
                return new StatusOutcome.Broken(broken.Why.ToString());
            case ManifestReading.Read { Unsigned: > 0 } read:
                return new StatusOutcome.Broken($"{manifest}: {read.Unsigned} lines at the end are not signed");
            case ManifestReading.Read read:
                review.EndLines(read.Opening.KeptDays);
                return withdrawals(review) is { } bad
                    ? new StatusOutcome.Refused(bad)
                    : new StatusOutcome.Reviewed(read.Opening.Key.Name, review.Scores());
            default:
                throw new InvalidOperationException("A reading that this job does not know.");
        }
    }

    private static string? Withdrawals(string path, FootageReview review)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            using var lines = new PaymentLines(stream, new PaymentJson(new KeyedCardTokeniser(RandomNumberGenerator.GetBytes(32))));
            string? bad = null;
            foreach (
                var payment in lines.Read(
                    (line, refused) =>
                    {
                        bad = refused.In(path, line).ToString();
                        return false;
                    }
                )
            )
            {
                // Cash that leaves at a machine; its kind says so.
                if (payment.Terminal is { } terminal && payment.Kind.Row() is { To: PaymentEnd.Terminal, Sender: Instrument.Card })
                    review.Withdrawal(payment.Id, terminal.Id, payment.TimeUs);
            }
            return bad;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, why).ToString();
        }
    }
}

/// <summary>Hands a manifest's lines to a review.</summary>
public sealed class ReviewSink(FootageReview review) : IManifestSink
{
    public void Take(Segment segment, ReadOnlyMemory<byte> leafHash) => review.Take(segment, leafHash);

    public void Take(Deletion deletion) => review.Take(deletion);

    public void Take(TreeHead head) => review.Take(head);
}
