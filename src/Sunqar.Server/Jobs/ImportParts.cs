using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Jobs;

/// <summary>Appends the parts of one import and, when all are on disk, its completion.</summary>
internal sealed class ImportParts(IJournalWriter writer, PaymentSealer sealer, string import)
{
    private readonly ulong _attempt = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly FactBatch _batch = new();
    private readonly SealedBatch _sealed = new();
    private int _parts;

    /// <exception cref="IOException">The journal could not take it.</exception>
    public void Add(Fact content) => Append(new ImportPart(import, _attempt, _parts++, content));

    /// <summary>The subjects of identifiers; a new one's key is on disk, and its introduction goes ahead of the next part. An introduction counts at once: it is true whatever becomes of the import.</summary>
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
        var completed = new ImportCompleted(import, _attempt, file.Format, file.Rows, file.LeftOut, file.Skipped, _parts);
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

/// <summary>
/// Gathers imported transfers into facts. What names a person's account or card becomes a subject; what is nobody's own stays open: wallet addresses (in their
/// canonical spelling), and terminals and platforms where the transfer's kind says that one stands there (<see cref="PaymentEnds"/>). What an id is is settled
/// where it stands first in the file.
/// </summary>
internal sealed class ImportedTransfers(ImportParts parts) : ITransferSink
{
    private const int RunMax = 2_000;
    private const int RunBytesMax = 600_000;

    private readonly Utf8Interner _ids = new();
    private readonly List<TransferEnd> _ends = [];
    private readonly List<(int Node, string Identifier)> _accounts = [], _cards = [];
    private readonly List<(string Id, long TimeUs, int From, int To, long AmountMicro, Currency Currency, TransferKind Kind)> _run = [];
    private int _runBytes;

    public void Add(in TransferRow row)
    {
        if (_run.Count == RunMax || _runBytes > RunBytesMax)
        {
            End();
        }
        var (from, to) = Ends(row.Kind);
        _run.Add((Encoding.UTF8.GetString(row.Id), row.TimeUs, Node(row.From, from, row.Kind), Node(row.To, to, row.Kind), row.AmountMicro, row.Currency, row.Kind));
        _runBytes += row.Id.Length + row.From.Length + row.To.Length + 64;
    }

    /// <summary>Hands over what is gathered.</summary>
    public void End()
    {
        Seal(SubjectKind.Account, _accounts);
        Seal(SubjectKind.Card, _cards);
        if (_run.Count > 0)
        {
            parts.Add(new TransfersImported(
                [.. _run.Select(r => new ImportedTransfer(r.Id, r.TimeUs, _ends[r.From], _ends[r.To], r.AmountMicro, r.Currency, r.Kind))]));
        }
        _run.Clear();
        _runBytes = 0;
    }

    private void Seal(SubjectKind kind, List<(int Node, string Identifier)> met)
    {
        var subjects = new SubjectId[met.Count];
        parts.Seal(kind, met.Select(m => m.Identifier).ToArray(), subjects);
        for (var i = 0; i < subjects.Length; i++)
        {
            _ends[met[i].Node] = new TransferEnd(subjects[i], null);
        }
        met.Clear();
    }

    private static (PaymentEnds.End From, PaymentEnds.End To) Ends(TransferKind kind) => kind switch
    {
        TransferKind.Chain => (PaymentEnds.End.Wallet, PaymentEnds.End.Wallet),
        TransferKind.Unknown => (PaymentEnds.End.Sender, PaymentEnds.End.Recipient),
        _ => PaymentEnds.Of((PaymentKind)kind, hasSender: true),
    };

    private int Node(ReadOnlySpan<byte> id, PaymentEnds.End end, TransferKind kind)
    {
        var node = _ids.Intern(id);
        if (node == _ends.Count)
        {
            var text = Encoding.UTF8.GetString(id);
            var open = Wallet(id) ?? (end is PaymentEnds.End.Sender or PaymentEnds.End.Recipient ? null : text);
            _ends.Add(new TransferEnd(SubjectId.None, open));
            if (open is null)
            {
                var isAccount = Iban.TryParse(text.AsSpan(), out var iban, out _);
                var met = isAccount || kind is TransferKind.AccountTransfer or TransferKind.Unknown ? _accounts : _cards;
                met.Add((node, isAccount ? iban.ToString() : text));
            }
        }
        return node;
    }

    private static string? Wallet(ReadOnlySpan<byte> id)
    {
        foreach (var chain in (ReadOnlySpan<WalletChain>)[WalletChain.Tron, WalletChain.Ethereum, WalletChain.Bitcoin])
        {
            if (WalletAddress.TryParse(chain, id, out var address, out _))
            {
                return address.ToString();
            }
        }
        return null;
    }
}

/// <summary>Gathers token transfers into facts. Every token is kept, whatever it calls itself: who folds them matches the contract.</summary>
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
