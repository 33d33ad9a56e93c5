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
}

/// <summary>One side of a payment. The IIN is a claim: an invalid one is not refused, it is what a rule looks for.</summary>
public sealed record Party(string? Iin = null, string? Account = null, string? Card = null, string? Name = null, bool? Confirmed = null);

/// <summary>An ATM or point of sale.</summary>
public sealed record Terminal(string Id, string? City = null);

/// <summary>A wallet on a chain (tron, ethereum, bitcoin).</summary>
public sealed record Wallet(string Chain, string Address);
