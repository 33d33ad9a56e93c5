namespace Sunqar.Server.Gateways;

/// <summary>Which of other people's languages are spoken, and where.</summary>
/// <param name="Iso8583">A listener for each institution.</param>
/// <param name="Iso20022Schemas">A folder of ISO 20022 XSDs that messages are held against beside the reader's own checks; null for none.</param>
public sealed record GatewayOptions(IReadOnlyList<Iso8583Address> Iso8583, string? Iso20022Schemas)
{
    public static GatewayOptions None { get; } = new([], null);
}
