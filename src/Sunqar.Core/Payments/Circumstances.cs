using Sunqar.Core.Identity;

namespace Sunqar.Core.Payments;

/// <summary>What a bank knows of a party beyond who it is; the default says nothing.</summary>
/// <param name="Country">Where the account is held, ISO 3166-1 alpha-2; null where the payment does not say.</param>
/// <param name="Registered">When the company that it is was registered.</param>
/// <param name="Opened">When its account or card was opened.</param>
public readonly record struct Background(string? Country, DateOnly? Registered, DateOnly? Opened);

/// <summary>
/// What a payment says around who pays whom: all of it optional, and none of it names anybody. The default says nothing; what is absent
/// never makes a decision milder.
/// </summary>
/// <param name="Category">Category of the merchant, four digits (ISO 18245).</param>
/// <param name="Purpose">Purpose code of ISO 20022, or the national one.</param>
/// <param name="TerminalCountry">Where the terminal stands, ISO 3166-1 alpha-2.</param>
/// <param name="Ip">The network address of the customer's device.</param>
public readonly record struct Circumstances(
    string? Category,
    string? Purpose,
    string? TerminalCountry,
    SubjectId Ip,
    SubjectId SenderPhone,
    SubjectId RecipientPhone,
    Background Sender,
    Background Recipient
)
{
    public bool IsNone => this == default;
}
