using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Work.Reports;

namespace Sunqar.Work.Mining;

/// <summary>
/// The transfer table as a fold over the journal: every payment that may have moved value (<see cref="PaymentEnds"/> says between which
/// nodes) and every token transfer seen. Bank nodes go by their subject id in hexadecimal, which names nobody; terminals, platforms and
/// wallets by themselves.
/// </summary>
/// <param name="builder">Where the transfers go.</param>
public sealed partial class JournalTransfers(INumberedTransfers builder) : IDecidedPaymentSink
{
    private readonly Dictionary<SubjectId, int> _bankNodes = [];
    private readonly List<SubjectId> _inOrder = [];
    private readonly HashSet<DeviceUse> _deviceUses = [];
    private readonly List<DeviceUse> _devicesInOrder = [];
    private readonly Dictionary<int, string> _keepers = [];
    private readonly List<int> _keptInOrder = [];
    private readonly List<string> _institutions = [];

    /// <summary>Payments met, blocked ones included.</summary>
    public long Payments { get; private set; }

    /// <summary>Payments by outcome; the index is the <see cref="Outcome"/>.</summary>
    public long[] Outcomes { get; } = new long[(int)Outcome.Block + 1];

    /// <summary>Cash taken from ATMs.</summary>
    public CashWithdrawn Cash { get; } = new();

    /// <summary>Which instruments were worked from which devices, each pair once.</summary>
    public IReadOnlyList<DeviceUse> DeviceUses => _devicesInOrder;

    /// <summary>The node of each subject that stands at an end of a transfer.</summary>
    public IReadOnlyDictionary<SubjectId, int> BankNodes => _bankNodes;

    /// <summary>The bank that keeps a card or account: that of the first payment that it pays; null for one that never paid.</summary>
    public string? KeeperOf(SubjectId instrument) =>
        _bankNodes.TryGetValue(instrument, out var node) ? _keepers.GetValueOrDefault(node) : null;

    /// <summary>The sequence after the last payment met.</summary>
    public long Next { get; private set; }

    public void Add(in DecidedPaymentRow row)
    {
        Next = row.Sequence + 1;
        // It was met when it was decided first, and waited.
        if (row.IsDecidedAgain)
            return;
        Payments++;
        Cash.Add(in row);
        Outcomes[(int)row.Outcome]++;
        if (row.Outcome == Outcome.Block)
        {
            return;
        }
        var (fromEnd, toEnd) = PaymentEnds.Of(row.Kind, !row.Sender.Instrument.IsNone);
        if (Node(in row, fromEnd) is int from && Node(in row, toEnd) is int to)
        {
            var money = new Money(row.AmountMinor, row.Currency);
            if (fromEnd == PaymentEnd.Sender && !_keepers.ContainsKey(from))
                Keep(from, InstitutionOf(row.Institution));
            if (!row.Device.IsNone && fromEnd == PaymentEnd.Sender)
            {
                Note(new DeviceUse(row.Device, from, row.SenderPerson, row.Sender.Iin == IinStatus.Invalid));
            }
            builder.Add(row.Id, row.TimeUs, from, to, money.AmountMicro, row.Currency, TransferKinds.Of(row.Kind));
        }
    }

    /// <summary>Adds a token transfer.</summary>
    public void Add(TokenTransfer transfer) =>
        builder.Add(
            Encoding.UTF8.GetBytes(transfer.Id),
            transfer.TimeUs,
            Node(transfer.From),
            Node(transfer.To),
            Micro(transfer),
            Currency.Usdt,
            TransferKind.Chain
        );

    /// <summary>The quantity in millionths; digits beyond the sixth are cut as <see cref="TransferRow.AmountMicro"/> says.</summary>
    internal static long Micro(TokenTransfer transfer)
    {
        var micro = transfer.Units;
        for (var digits = transfer.Decimals; digits != 6; digits += digits < 6 ? 1 : -1)
        {
            micro = digits < 6 ? micro * 10 : micro / 10;
        }
        return (long)micro;
    }

    /// <summary>What makes a token transfer the same one when it is told again.</summary>
    internal static ulong Content(TokenTransfer transfer) =>
        TransferContent.Of(
            Encoding.UTF8.GetBytes(transfer.Id),
            transfer.TimeUs,
            Encoding.UTF8.GetBytes(transfer.From),
            Encoding.UTF8.GetBytes(transfer.To),
            Micro(transfer),
            Currency.Usdt
        );

    /// <inheritdoc cref="Content(TokenTransfer)"/>
    internal static ulong Content(ImportedTransfer transfer) =>
        TransferContent.Of(
            Encoding.UTF8.GetBytes(transfer.Id),
            transfer.TimeUs,
            Encoding.UTF8.GetBytes(transfer.From.ToString()),
            Encoding.UTF8.GetBytes(transfer.To.ToString()),
            transfer.AmountMicro,
            transfer.Currency
        );

    /// <summary>Adds a transfer of an imported file; its accounts are the same nodes as those of payments.</summary>
    public void Add(ImportedTransfer transfer) =>
        builder.Add(
            Encoding.UTF8.GetBytes(transfer.Id),
            transfer.TimeUs,
            Node(transfer.From),
            Node(transfer.To),
            transfer.AmountMicro,
            transfer.Currency,
            transfer.Kind
        );

    private int Node(TransferEnd end) => end.Open is { } open ? Node(open) : Node(end.Account, SubjectId.None);

    private int? Node(in DecidedPaymentRow row, PaymentEnd end) =>
        end switch
        {
            PaymentEnd.Sender => Node(row.Sender),
            PaymentEnd.Recipient => Node(row.Recipient),
            PaymentEnd.Terminal => Node(row.Terminal),
            PaymentEnd.Platform => Node(row.Platform),
            _ => Node(row.WalletAddress),
        };

    private int? Node(SealedParty party) => party.Instrument.IsNone ? null : Node(party.Instrument, party.Person);

    private void Keep(int node, string institution)
    {
        _keepers[node] = institution;
        _keptInOrder.Add(node);
    }

    /// <summary>There are some dozens of institutions: each is one text.</summary>
    private string InstitutionOf(ReadOnlySpan<byte> code)
    {
        foreach (var known in _institutions)
        {
            if (known.Length == code.Length && Ascii.Equals(code, known))
                return known;
        }
        var text = Encoding.UTF8.GetString(code);
        _institutions.Add(text);
        return text;
    }

    private void Note(DeviceUse use)
    {
        if (_deviceUses.Add(use))
            _devicesInOrder.Add(use);
    }

    private int Node(SubjectId subject, SubjectId holder)
    {
        if (!_bankNodes.TryGetValue(subject, out var node))
        {
            Span<byte> text = stackalloc byte[16];
            subject.Value.TryFormat(text, out _, "x16");
            _bankNodes[subject] = node = builder.Nodes.Intern(text);
            _inOrder.Add(subject);
            if (!holder.IsNone)
            {
                builder.Nodes.SetHolder(node, holder);
            }
        }
        return node;
    }

    private int? Node(ReadOnlySpan<byte> id) => id.IsEmpty ? null : builder.Nodes.Intern(id);

    private int Node(string id) => builder.Nodes.Intern(Encoding.UTF8.GetBytes(id));
}
