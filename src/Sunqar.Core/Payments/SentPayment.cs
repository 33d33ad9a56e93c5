namespace Sunqar.Core.Payments;

/// <summary>The texts of a payment that name somebody: they live from the wire to the sealer.</summary>
public enum PersonalText : byte
{
    SenderIin = 0,
    SenderAccount = 1,
    SenderCard = 2,
    SenderName = 3,
    RecipientIin = 4,
    RecipientAccount = 5,
    RecipientCard = 6,
    RecipientName = 7,
    Device = 8,
    SenderPhone = 9,
    RecipientPhone = 10,
    Ip = 11,
}

/// <summary>
/// A payment as it was sent, in a form that is filled again and again, so that a payment on its way allocates nothing but its own id. What
/// names somebody stands in one buffer, which is wiped when the payment is through. The same payment as a value is <see cref="Payment"/>.
/// One thread at a time.
/// </summary>
public sealed class SentPayment
{
    private const int Texts = (int)PersonalText.Ip + 1;

    private readonly (int Start, int Length)[] _places = new (int, int)[Texts];
    private char[] _characters = new char[256];
    private int _used;

    /// <inheritdoc cref="Payment.Id"/>
    public string Id { get; set; } = "";

    public PaymentKind Kind { get; set; }

    /// <inheritdoc cref="Payment.TimeUs"/>
    public long TimeUs { get; set; }

    public Money Amount { get; set; }

    /// <inheritdoc cref="Payment.Institution"/>
    public string Institution { get; set; } = "";

    /// <summary>The payment names a sender at all.</summary>
    public bool HasSender { get; set; }

    public bool HasRecipient { get; set; }

    public bool? SenderConfirmed { get; set; }

    public bool? RecipientConfirmed { get; set; }

    public string? Terminal { get; set; }

    public string? City { get; set; }

    public string? WalletChain { get; set; }

    public string? WalletAddress { get; set; }

    public string? Platform { get; set; }

    public string? Asset { get; set; }

    /// <inheritdoc cref="Payment.Quantity"/>
    public Int128? Quantity { get; set; }

    /// <inheritdoc cref="Payment.Category"/>
    public string? Category { get; set; }

    /// <inheritdoc cref="Payment.Purpose"/>
    public string? Purpose { get; set; }

    /// <inheritdoc cref="Circumstances.TerminalCountry"/>
    public string? TerminalCountry { get; set; }

    public Background SenderBackground { get; set; }

    public Background RecipientBackground { get; set; }

    /// <summary>Empty where the payment does not say.</summary>
    public ReadOnlySpan<char> this[PersonalText text] => _characters.AsSpan(_places[(int)text].Start, _places[(int)text].Length);

    public bool Has(PersonalText text) => _places[(int)text].Length > 0;

    /// <summary>Room for a text of at most so many characters, until <see cref="Keep"/> or the next call.</summary>
    public Span<char> Room(int charactersMax)
    {
        if (_characters.Length - _used < charactersMax)
        {
            var larger = new char[Math.Max(_characters.Length * 2, _used + charactersMax)];
            _characters.AsSpan(0, _used).CopyTo(larger);
            Array.Clear(_characters);
            _characters = larger;
        }
        return _characters.AsSpan(_used, charactersMax);
    }

    /// <summary>The first characters of the room are this text.</summary>
    public void Keep(PersonalText text, int length)
    {
        _places[(int)text] = (_used, length);
        _used += length;
    }

    public void Set(PersonalText text, ReadOnlySpan<char> value)
    {
        value.CopyTo(Room(value.Length));
        Keep(text, value.Length);
    }

    /// <summary>Empties it; nothing that names somebody is left in memory.</summary>
    public void Clear()
    {
        // A text that was refused stands behind what was kept.
        Array.Clear(_characters);
        Array.Clear(_places);
        _used = 0;
        (Id, Kind, TimeUs, Amount, Institution) = ("", default, 0, default, "");
        (HasSender, HasRecipient, SenderConfirmed, RecipientConfirmed) = (false, false, null, null);
        (Terminal, City, WalletChain, WalletAddress, Platform, Asset, Quantity) = (null, null, null, null, null, null, null);
        (Category, Purpose, TerminalCountry, SenderBackground, RecipientBackground) = (null, null, null, default, default);
    }

    /// <summary>Becomes this payment.</summary>
    public void Take(Payment payment)
    {
        Clear();
        (Id, Kind, TimeUs, Amount, Institution) = (payment.Id, payment.Kind, payment.TimeUs, payment.Amount, payment.Institution);
        (HasSender, SenderConfirmed) = (payment.Sender is not null, payment.Sender?.Confirmed);
        (HasRecipient, RecipientConfirmed) = (payment.Recipient is not null, payment.Recipient?.Confirmed);
        Take(payment.Sender, PersonalText.SenderIin);
        Take(payment.Recipient, PersonalText.RecipientIin);
        Set(PersonalText.Device, payment.Device);
        (Terminal, City) = (OrNull(payment.Terminal?.Id), OrNull(payment.Terminal?.City));
        (WalletChain, WalletAddress) = (OrNull(payment.Wallet?.Chain), OrNull(payment.Wallet?.Address));
        (Platform, Asset, Quantity) = (OrNull(payment.Platform), OrNull(payment.Asset), payment.Quantity);
        (Category, Purpose) = (OrNull(payment.Category), OrNull(payment.Purpose));
        TerminalCountry = OrNull(payment.Terminal?.Country);
        (SenderBackground, RecipientBackground) = (BackgroundOf(payment.Sender), BackgroundOf(payment.Recipient));
        Set(PersonalText.SenderPhone, payment.Sender?.Phone);
        Set(PersonalText.RecipientPhone, payment.Recipient?.Phone);
        Set(PersonalText.Ip, payment.Ip);
    }

    /// <summary>The payment as a value.</summary>
    public Payment ToPayment() =>
        new()
        {
            Id = Id,
            Kind = Kind,
            TimeUs = TimeUs,
            Amount = Amount,
            Institution = Institution,
            Sender = HasSender ? Party(PersonalText.SenderIin, SenderConfirmed, PersonalText.SenderPhone, SenderBackground) : null,
            Recipient = HasRecipient
                ? Party(PersonalText.RecipientIin, RecipientConfirmed, PersonalText.RecipientPhone, RecipientBackground)
                : null,
            Terminal = Terminal is null ? null : new Terminal(Terminal, City, TerminalCountry),
            Device = TextOf(PersonalText.Device),
            Wallet = WalletChain is null ? null : new Wallet(WalletChain, WalletAddress!),
            Platform = Platform,
            Asset = Asset,
            Quantity = Quantity,
            Category = Category,
            Purpose = Purpose,
            Ip = TextOf(PersonalText.Ip),
        };

    private void Take(Party? party, PersonalText iin)
    {
        if (party is null)
            return;
        Set(iin, party.Iin);
        Set(iin + 1, party.Account);
        Set(iin + 2, party.Card);
        Set(iin + 3, party.Name);
    }

    private Party Party(PersonalText iin, bool? confirmed, PersonalText phone, in Background background) =>
        new(
            TextOf(iin),
            TextOf(iin + 1),
            TextOf(iin + 2),
            TextOf(iin + 3),
            confirmed,
            TextOf(phone),
            background.Country,
            background.Registered,
            background.Opened
        );

    private static Background BackgroundOf(Party? party) =>
        party is null ? default : new Background(OrNull(party.Country), party.Registered, party.Opened);

    private string? TextOf(PersonalText text) => Has(text) ? this[text].ToString() : null;

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
