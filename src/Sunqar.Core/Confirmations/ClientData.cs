using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Confirmations;

/// <summary>
/// The client data of an envelope (W3C Web Authentication 3, §5.8.1; Secure Payment Confirmation, §6): JSON that a browser wrote and an
/// authenticator signed. Members that it does not know are passed over, as the standard asks; one given twice makes it unreadable.
/// </summary>
internal sealed class ClientData
{
    public const int BytesMax = 4_096;

    private const string PlainType = "webauthn.get",
        PaymentType = "payment.get";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Null where it is no such JSON.</summary>
    public static ClientData? Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > BytesMax)
            return null;
        var data = new ClientData();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !data.TryObject(ref reader, ""))
                return null;
            return reader.Read() ? null : data;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool TryObject(ref Utf8JsonReader reader, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
                return false;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when !TryObject(ref reader, path + name + "."):
                    return false;
                case JsonTokenType.StartArray:
                    reader.Skip();
                    break;
                case JsonTokenType.String:
                    _texts[path + name] = reader.GetString()!;
                    break;
                case JsonTokenType.True:
                    _texts[path + name] = "true";
                    break;
            }
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>Whether it was made for this challenge, at a page of this relying party, and shows no other payment.</summary>
    public bool IsFor(ConfirmationChallenge challenge, string relyingParty)
    {
        var type = Text("type");
        return Text("challenge") == Base64Url.EncodeToString(challenge.Hash())
            && IsPageOf(Text("origin"), relyingParty)
            && (
                type == PlainType && Text("crossOrigin") != "true"
                || type == PaymentType && Text("payment.rpId") == relyingParty && ShowsAmountOf(challenge)
            );
    }

    private string Text(string path) => _texts.GetValueOrDefault(path, "");

    /// <summary>What the browser's own dialogue showed.</summary>
    private bool ShowsAmountOf(ConfirmationChallenge challenge) =>
        Text("payment.total.currency") == challenge.Currency.Code()
        && decimal.TryParse(Text("payment.total.value"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var shown)
        && shown * challenge.Currency.MinorUnitsPerUnit() == challenge.AmountMinor;

    private static bool IsPageOf(string origin, string relyingParty) =>
        relyingParty.Length > 0
        && Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Scheme == Uri.UriSchemeHttps
        && page.GetLeftPart(UriPartial.Authority) == origin
        && (
            page.IdnHost.Equals(relyingParty, StringComparison.Ordinal)
            || page.IdnHost.EndsWith("." + relyingParty, StringComparison.Ordinal)
        );
}
