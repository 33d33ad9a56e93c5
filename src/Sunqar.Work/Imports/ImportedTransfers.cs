using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Work.Imports;

/// <summary>Gathers which ids of a file stand for a terminal or a platform: where the transfer's kind says that one stands there
/// (<see cref="PaymentEnds"/>).</summary>
internal sealed class OpenIds : ITransferSink
{
    public Utf8Interner Ids { get; } = new();

    public void Add(in TransferRow row)
    {
        if (row.Kind.Payment() is not { } payment)
        {
            return;
        }
        var (from, to) = PaymentEnds.Of(payment, hasSender: true);
        Span<byte> room = stackalloc byte[AccountForm.LengthMax];
        if (from is PaymentEnd.Terminal or PaymentEnd.Platform)
        {
            Ids.Intern(AccountForm.Of(row.From, room));
        }
        if (to is PaymentEnd.Terminal or PaymentEnd.Platform)
        {
            Ids.Intern(AccountForm.Of(row.To, room));
        }
    }
}

/// <summary>
/// Gathers imported transfers into facts. What names a person's account or card becomes a subject; what is nobody's own stays open: wallet
/// addresses (in their canonical spelling), and terminals and platforms (<paramref name="open"/>). An account is known by its IBAN or by
/// the kind of transfer in which it stands first.
/// </summary>
internal sealed class ImportedTransfers(ImportParts parts, Utf8Interner open) : ITransferSink
{
    private const int RunMax = 2_000;
    private const int RunBytesMax = 600_000;

    private readonly Utf8Interner _ids = new();
    private readonly List<TransferEnd> _ends = [];
    private readonly List<(int Node, string Identifier)> _accounts = [],
        _cards = [];
    private readonly List<(string Id, long TimeUs, int From, int To, long AmountMicro, Currency Currency, TransferKind Kind)> _run = [];
    private int _runBytes;

    public void Add(in TransferRow row)
    {
        if (_run.Count == RunMax || _runBytes > RunBytesMax)
        {
            End();
        }
        _run.Add(
            (
                Encoding.UTF8.GetString(row.Id),
                row.TimeUs,
                Node(row.From, row.Kind),
                Node(row.To, row.Kind),
                row.AmountMicro,
                row.Currency,
                row.Kind
            )
        );
        _runBytes += row.Id.Length + row.From.Length + row.To.Length + 64;
    }

    /// <summary>Hands over what is gathered.</summary>
    public void End()
    {
        Seal(SubjectKind.Account, _accounts);
        Seal(SubjectKind.Card, _cards);
        if (_run.Count > 0)
        {
            parts.Add(
                new TransfersImported([
                    .. _run.Select(r => new ImportedTransfer(
                        r.Id,
                        r.TimeUs,
                        _ends[r.From],
                        _ends[r.To],
                        r.AmountMicro,
                        r.Currency,
                        r.Kind
                    )),
                ])
            );
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

    private int Node(ReadOnlySpan<byte> cameAs, TransferKind kind)
    {
        var id = AccountForm.Of(cameAs, stackalloc byte[AccountForm.LengthMax]);
        var node = _ids.Intern(id);
        if (node == _ends.Count)
        {
            var text = Encoding.UTF8.GetString(id);
            var asItStands = Wallet(id) ?? (kind == TransferKind.Chain || open.TryFind(id, out _) ? text : null);
            _ends.Add(new TransferEnd(SubjectId.None, asItStands));
            if (asItStands is null)
            {
                var isAccount = Iban.TryParse(id, out _, out _) || kind is TransferKind.AccountTransfer or TransferKind.Unknown;
                (isAccount ? _accounts : _cards).Add((node, Encoding.UTF8.GetString(cameAs)));
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
