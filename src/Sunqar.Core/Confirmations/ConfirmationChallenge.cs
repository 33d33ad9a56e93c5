using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Confirmations;

/// <summary>
/// What a customer is asked to agree to, in one piece: which payment, how much, to whom, by whom, until when. Its canonical bytes
/// (docs/confirmation.md) begin with a domain and a version of their own, so that no signature over anything else is one over them.
/// </summary>
/// <param name="Id">32 small hexadecimal letters of 16 random bytes: good once.</param>
/// <param name="Recipient">The institution's pseudonym of the card, account or person that is paid; empty where none is named.</param>
/// <param name="Person">The institution's pseudonym of whom it is asked: a keyed hash of the IIN, never the IIN.</param>
/// <param name="ExpiresUs">First moment when an answer is too late, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record ConfirmationChallenge(
    string Id,
    ProofMeans Means,
    string Institution,
    string PaymentId,
    long AmountMinor,
    Currency Currency,
    string Recipient,
    string Person,
    long ExpiresUs
)
{
    /// <summary>What every challenge of this version begins with.</summary>
    public static ReadOnlySpan<byte> Domain => "sunqar.confirmation.v1\0"u8;

    /// <summary>Longer ones are none.</summary>
    public const int BytesMax = 512;

    private const int TextMax = 64;
    private const int IdBytes = 16;

    /// <summary>The canonical bytes: equal challenges have equal bytes, and different ones different bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new List<byte>(256);
        bytes.AddRange(Domain);
        bytes.AddRange(Convert.FromHexString(Id));
        bytes.Add((byte)Means);
        Add(bytes, Institution);
        Add(bytes, PaymentId);
        Add(bytes, AmountMinor);
        Add(bytes, Currency.Code());
        Add(bytes, Recipient);
        Add(bytes, Person);
        Add(bytes, ExpiresUs);
        return [.. bytes];
    }

    /// <summary>SHA-256 of the canonical bytes: what an envelope carries as its challenge, and a verifier as what it compared
    /// for.</summary>
    public byte[] Hash() => SHA256.HashData(ToBytes());

    /// <summary>The challenge of canonical bytes; null where they are none, to the last bit.</summary>
    public static ConfirmationChallenge? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax || !bytes.StartsWith(Domain))
            return null;
        var rest = bytes[Domain.Length..];
        if (rest.Length < IdBytes + 1)
            return null;
        var id = Convert.ToHexStringLower(rest[..IdBytes]);
        var means = (ProofMeans)rest[IdBytes];
        rest = rest[(IdBytes + 1)..];
        if (
            means is not (ProofMeans.Device or ProofMeans.Biometrics)
            || !TryText(ref rest, out var institution)
            || !TryText(ref rest, out var payment)
            || !TryNumber(ref rest, out var amount)
            || !TryText(ref rest, out var code)
            || !Currencies.TryParse(code, out var currency)
            || !TryText(ref rest, out var recipient)
            || !TryText(ref rest, out var person)
            || !TryNumber(ref rest, out var expires)
            || rest.Length > 0
        )
        {
            return null;
        }
        var read = new ConfirmationChallenge(id, means, institution, payment, amount, currency, recipient, person, expires);
        // One challenge, one spelling: what reads alike but is spelt otherwise is none.
        return read.ToBytes().AsSpan().SequenceEqual(bytes) ? read : null;
    }

    private static void Add(List<byte> bytes, string text)
    {
        var ascii = Encoding.ASCII.GetBytes(text);
        bytes.Add((byte)ascii.Length);
        bytes.AddRange(ascii);
    }

    private static void Add(List<byte> bytes, long number)
    {
        Span<byte> eight = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        bytes.AddRange(eight);
    }

    private static bool TryText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (
            rest.Length == 0
            || rest[0] > TextMax
            || rest.Length < 1 + rest[0]
            || rest[1..(1 + rest[0])].ContainsAnyExceptInRange((byte)'!', (byte)'~')
        )
        {
            return false;
        }
        text = Encoding.ASCII.GetString(rest[1..(1 + rest[0])]);
        rest = rest[(1 + rest[0])..];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out long number)
    {
        number = 0;
        if (rest.Length < sizeof(long))
            return false;
        number = BinaryPrimitives.ReadInt64BigEndian(rest);
        rest = rest[sizeof(long)..];
        return true;
    }
}
