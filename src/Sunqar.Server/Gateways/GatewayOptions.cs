using Sunqar.Formats.Iso20022;

namespace Sunqar.Server.Gateways;

/// <summary>Which of other people's languages are spoken, and where.</summary>
/// <param name="Iso8583">A listener for each institution.</param>
/// <param name="Schemas">The published XSDs that ISO 20022 messages are held against beside the reader's own checks; null for none.</param>
/// <param name="Zone">The blocklist's zone over DNS.</param>
public sealed record GatewayOptions(IReadOnlyList<Iso8583Address> Iso8583, Iso20022Schemas? Schemas, ZoneOptions Zone)
{
    public static GatewayOptions None { get; } = new([], null, ZoneOptions.None);
}
