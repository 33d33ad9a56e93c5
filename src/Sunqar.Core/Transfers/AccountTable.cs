using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>What a node of the transfer graph is, as far as the kinds of its transfers tell.</summary>
public enum AccountKind : byte
{
    Unknown = 0,
    Account = 1,
    Card = 2,
    Wallet = 3,
    Merchant = 4,
    Platform = 5,
    Terminal = 6,
}

/// <summary>
/// The nodes of a <see cref="TransferTable"/>, numbered 0, 1, 2, ... by first appearance: id text, kind, and where it is known the holder
/// and a label. All spellings of an account are one node (<see cref="AccountForm"/>), shown in the one that came first. Safe to read from
/// many threads once built.
/// </summary>
public sealed class AccountTable
{
    private static readonly (AccountKind From, AccountKind To)[] KindsOfEnds = EndsByKind();

    private readonly Utf8Interner _ids = new();
    private readonly Dictionary<int, string> _shown = [];
    private readonly Dictionary<int, string> _spellings = [];
    private readonly Dictionary<int, SubjectId> _holders = [];
    private byte[] _kindsSeen = new byte[1024];
    private int _met;

    public int Count => _ids.Count;

    /// <summary>The id as it came first, or what <see cref="ShowAs"/> put in its place.</summary>
    public string Id(int account) => _shown.TryGetValue(account, out var text) ? text : AsItCame(account);

    /// <summary>The id as it came first, whatever is shown in its place.</summary>
    public string AsItCame(int account) => _spellings.TryGetValue(account, out var text) ? text : Encoding.UTF8.GetString(_ids[account]);

    /// <summary>From now on <see cref="Id(int)"/> answers this: a pseudonym, or the identifier that was sealed. The node itself stays what
    /// it was.</summary>
    public void ShowAs(int account, string text) => _shown[account] = text;

    /// <summary>The account, in whatever spelling it is asked for.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, out int account) =>
        _ids.TryFind(AccountForm.Of(id, stackalloc byte[AccountForm.LengthMax]), out account);

    /// <inheritdoc cref="TryFind(ReadOnlySpan{byte}, out int)"/>
    public bool TryFind(string id, out int account) => TryFind(Encoding.UTF8.GetBytes(id).AsSpan(), out account);

    /// <summary>
    /// The kind. Where transfers of several kinds touched the node, the most telling one: a terminal that also appears as an account is a
    /// terminal, so the answer does not depend on the order of rows.
    /// </summary>
    public AccountKind Kind(int account)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)account, (uint)Count);
        for (var kind = AccountKind.Terminal; kind > AccountKind.Unknown; kind--)
        {
            if ((_kindsSeen[account] & (1 << (int)kind)) != 0)
                return kind;
        }
        return AccountKind.Unknown;
    }

    /// <summary>Who holds the account, card or wallet; none where it is not known.</summary>
    public SubjectId Holder(int account) => _holders.GetValueOrDefault(account);

    /// <summary>The number of an id, given now if it is new.</summary>
    public int Intern(ReadOnlySpan<byte> id)
    {
        var form = AccountForm.Of(id, stackalloc byte[AccountForm.LengthMax]);
        var account = _ids.Intern(form);
        if (account == _met)
        {
            _met++;
            if (account >= _kindsSeen.Length)
                Array.Resize(ref _kindsSeen, _kindsSeen.Length * 2);
            if (!form.SequenceEqual(id))
                _spellings[account] = Encoding.UTF8.GetString(id).Trim();
        }
        return account;
    }

    public void SetHolder(int account, SubjectId holder) => _holders[account] = holder;

    /// <summary>Notes that a transfer made the node play a kind.</summary>
    public void See(int account, AccountKind kind) => _kindsSeen[account] |= (byte)(1 << (int)kind);

    /// <summary>What the two ends of a transfer of a kind are.</summary>
    public static (AccountKind From, AccountKind To) Ends(TransferKind kind) =>
        (int)kind < KindsOfEnds.Length ? KindsOfEnds[(int)kind] : default;

    private static (AccountKind From, AccountKind To)[] EndsByKind()
    {
        var ends = new (AccountKind, AccountKind)[TransferKinds.All.Max(kind => (int)kind) + 1];
        foreach (var row in PaymentKinds.Table)
        {
            // Where a payment may come from either of two, its kind tells neither.
            var from = row.From == row.WithoutSender ? Of(row.From, row) : AccountKind.Unknown;
            ends[row.Transfer] = (from, Of(row.To, row));
        }
        ends[(int)TransferKind.Chain] = (AccountKind.Wallet, AccountKind.Wallet);
        return ends;
    }

    private static AccountKind Of(PaymentEnd end, PaymentKindRow row) =>
        end switch
        {
            PaymentEnd.Sender => Of(row.Sender),
            PaymentEnd.Recipient => Of(row.Recipient),
            PaymentEnd.Terminal => AccountKind.Terminal,
            PaymentEnd.Platform => AccountKind.Platform,
            PaymentEnd.Wallet => AccountKind.Wallet,
            _ => throw new ArgumentOutOfRangeException(nameof(end), end, "No end of a payment."),
        };

    private static AccountKind Of(Instrument instrument) =>
        instrument switch
        {
            Instrument.Any => AccountKind.Unknown,
            Instrument.Account => AccountKind.Account,
            Instrument.Card => AccountKind.Card,
            Instrument.Merchant => AccountKind.Merchant,
            _ => throw new ArgumentOutOfRangeException(nameof(instrument), instrument, "No instrument."),
        };
}
