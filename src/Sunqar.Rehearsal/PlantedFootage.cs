using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Work.Footage;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>
/// Simulated banks' footage reviewed as the agency reviews it: the manifest against receipts and decided withdrawals, and a challenge of
/// random leaves; beside what each bank does.
/// </summary>
internal static class PlantedFootage
{
    /// <summary>Empty where nobody knows the truth.</summary>
    /// <param name="asOfUs">The moment of the review, microseconds since 1970-01-01T00:00:00Z.</param>
    public static IReadOnlyList<FootageResult> Compare(IJournal journal, string folder, long asOfUs)
    {
        var truth = Path.Combine(folder, "banks.csv");
        if (!File.Exists(truth))
            return [];
        var banks = File.ReadLines(truth)
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(parts => new Bank(folder, parts[0], parts[1], asOfUs))
            .ToList();
        var byTerminal = banks
            .SelectMany(bank => bank.Terminals.Select(terminal => (terminal, bank.Review)))
            .ToDictionary(StringComparer.Ordinal);
        journal.ReadPayments(
            Streams.Payments,
            0,
            new WithdrawalSink(
                (id, terminal, timeUs) =>
                {
                    if (byTerminal.TryGetValue(terminal, out var review))
                        review.Withdrawal(id, terminal, timeUs);
                }
            )
        );
        return [.. banks.Select(bank => bank.Result())];
    }

    /// <summary>A bank under review.</summary>
    private sealed class Bank
    {
        private readonly SortedDictionary<FootageFault, long> _counts = [];
        private readonly string _name,
            _conduct;
        private readonly bool _fails;

        public Bank(string folder, string name, string conduct, long asOfUs)
        {
            (_name, _conduct) = (name, conduct);
            var manifest = Path.Combine(folder, name + ".ndjson");
            var receipts = new Dictionary<long, long>();
            if (FootageTables.Receipts(Path.Combine(folder, name + ".receipts.csv"), one => receipts[one.Size] = one.ReceivedUs) is { } bad)
                throw new IOException(bad.ToString());
            var terms = new ReviewTerms(asOfUs, [], [], head => receipts.TryGetValue(head.Size, out var at) ? at : null);
            Review = new FootageReview(terms, Tell);
            var sink = new NamedSink(Review);
            if (ManifestReader.Read(manifest, null, sink) is not ManifestReading.Read read)
                throw new IOException($"{manifest} is not what its bank signed.");
            Review.EndLines(read.Opening.KeptDays);
            Terminals = sink.Terminals;
            _fails = !Shows(manifest);
        }

        public FootageReview Review { get; }

        public IReadOnlySet<string> Terminals { get; }

        /// <summary>What speaks against it most plainly.</summary>
        public FootageResult Result()
        {
            var score = Review.Scores()[^1];
            long Count(FootageFault fault) => _counts.GetValueOrDefault(fault);
            var found =
                Count(FootageFault.DeletedEarly) > 0 ? "deleted early"
                : _fails ? "a challenge not shown"
                : Count(FootageFault.Gap) > 0 ? "not recorded"
                : Count(FootageFault.LateCommitment) > 0 ? "committed late"
                : "";
            return new FootageResult(_name, _conduct, _fails ? 0 : score.Percent, found, Count(FootageFault.WithdrawalUnseen));
        }

        private void Tell(FootageFinding finding) => _counts[finding.Fault] = _counts.GetValueOrDefault(finding.Fault) + 1;

        /// <summary>Whether the bank shows what a draw of the usual size asks for.</summary>
        private bool Shows(string manifest)
        {
            var drawn = ChallengeJob.Draw(manifest, null, "drawn of " + _name, LossBound.LeavesUsual, _ => true);
            return drawn is DrawOutcome.Drawn { Leaves: var leaves }
                && leaves.All(leaf =>
                    SegmentName.Of(leaf.Segment) is var name
                    && SimulatedFootage.IsKept(_conduct, name)
                    && leaf.Check(SimulatedFootage.Leaf(name), []) == LeafVerdict.Good
                );
        }
    }

    /// <summary>Notes whose terminals a manifest is about.</summary>
    private sealed class NamedSink(FootageReview review) : IManifestSink
    {
        private readonly ReviewSink _review = new(review);
        private readonly HashSet<string> _terminals = new(StringComparer.Ordinal);

        public IReadOnlySet<string> Terminals => _terminals;

        public void Take(Segment segment, ReadOnlyMemory<byte> leafHash)
        {
            _terminals.Add(segment.Terminal);
            _review.Take(segment, leafHash);
        }

        public void Take(Deletion deletion) => _review.Take(deletion);

        public void Take(Core.Merkle.TreeHead head) => _review.Take(head);
    }
}
