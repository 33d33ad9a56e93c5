using System.Security.Cryptography;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Imports;

/// <summary>Appends the parts of one import and, when all are on disk, its completion.</summary>
internal sealed class ImportParts(IJournalWriter writer, PaymentSealer sealer, string import)
{
    private readonly ulong _attempt = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly FactBatch _batch = new();
    private readonly SealedBatch _sealed = new();
    private int _parts;

    /// <exception cref="IOException">The journal could not take it.</exception>
    public void Add(Fact content) => Append(new ImportPart(import, _attempt, _parts++, content));

    /// <summary>The subjects of identifiers; a new one's key is on disk, and its introduction goes ahead of the next part. An introduction
    /// counts at once: it is true whatever becomes of the import.</summary>
    public void Seal(SubjectKind kind, ReadOnlySpan<string> identifiers, Span<SubjectId> subjects)
    {
        for (var from = 0; from < identifiers.Length; from += PaymentSealer.PaymentsMax)
        {
            var count = Math.Min(PaymentSealer.PaymentsMax, identifiers.Length - from);
            sealer.Seal(kind, identifiers.Slice(from, count), subjects.Slice(from, count), _sealed);
            foreach (var introduction in _sealed.Introductions)
            {
                Append(introduction);
            }
        }
    }

    public ImportCompleted Complete(CheckedFile file)
    {
        HandOver();
        // The completion must not reach the disk before a part does.
        writer.Flush().OrThrow();
        sealer.Confirm(_sealed);
        var completed = new ImportCompleted(
            import,
            _attempt,
            file.Format,
            file.Rows,
            file.LeftOut,
            file.Skipped,
            _parts,
            file.Given.CodeOrEmpty()
        );
        Append(completed);
        HandOver();
        writer.Flush().OrThrow();
        return completed;
    }

    private void Append(Fact fact)
    {
        _batch.Add(fact);
        if (_batch.IsFull)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        if (_batch.Count > 0)
        {
            writer.Enqueue(_batch).OrThrow();
            _batch.Clear();
        }
    }
}

/// <summary>Gathers token transfers into facts. Every token is kept, whatever it calls itself: who folds them matches the
/// contract.</summary>
internal sealed class ImportedChain(ImportParts parts)
{
    private const int RunMax = 1_000;
    private readonly List<TokenTransfer> _run = [];

    public void Add(TokenTransfer transfer)
    {
        _run.Add(transfer);
        if (_run.Count == RunMax)
        {
            End();
        }
    }

    /// <summary>Hands over what is gathered.</summary>
    public void End()
    {
        if (_run.Count > 0)
        {
            parts.Add(new ChainSeen([.. _run]));
            _run.Clear();
        }
    }
}
