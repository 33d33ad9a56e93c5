namespace Sunqar.Core.Payments;

/// <summary>
/// A payment as an institution sends it, personal data included: it lives from the wire to the sealer and is never stored. What the
/// house keeps is <see cref="SealedPayment"/>.
/// </summary>
public sealed record Payment
{
    /// <summary>The institution's own id, unique within the institution.</summary>
    public required string Id { get; init; }

    public required PaymentKind Kind { get; init; }

    /// <summary>Event time, microseconds since 1970-01-01T00:00:00Z.</summary>
    public required long TimeUs { get; init; }

    public required Money Amount { get; init; }

    /// <summary>BIC or platform code of the asking institution.</summary>
    public required string Institution { get; init; }

    public Party? Sender { get; init; }

    public Party? Recipient { get; init; }

    public Terminal? Terminal { get; init; }

    public string? Device { get; init; }

    public Wallet? Wallet { get; init; }

    public string? Platform { get; init; }

    public string? Asset { get; init; }

    /// <summary>Quantity of <see cref="Asset"/> in its smallest unit.</summary>
    public Int128? Quantity { get; init; }

    /// <summary>Category of the merchant (ISO 18245): four digits.</summary>
    public string? Category { get; init; }

    /// <summary>What it is for: a purpose code of ISO 20022 (GIFT, FREX) or the national one.</summary>
    public string? Purpose { get; init; }

    /// <summary>The network address that the customer's device came from.</summary>
    public string? Ip { get; init; }
}

/// <summary>One side of a payment. The IIN is a claim: an invalid one is not refused, it is what a rule looks for.</summary>
/// <param name="Phone">Telephone in the form of E.164, <c>+77001234567</c>.</param>
/// <param name="Country">Where the account is held, ISO 3166-1 alpha-2.</param>
/// <param name="Registered">When the company that it is was registered.</param>
/// <param name="Opened">When its account or card was opened.</param>
public sealed record Party(
    string? Iin = null,
    string? Account = null,
    string? Card = null,
    string? Name = null,
    bool? Confirmed = null,
    string? Phone = null,
    string? Country = null,
    DateOnly? Registered = null,
    DateOnly? Opened = null
);

/// <summary>An ATM or point of sale.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Terminal(string Id, string? City = null, string? Country = null);

/// <summary>A wallet on a chain (tron, ethereum, bitcoin).</summary>
public sealed record Wallet(string Chain, string Address);
