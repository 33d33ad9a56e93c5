using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Access;

/// <summary>
/// What the server gives out to be brought back, sealed (AES-256-GCM) under a key from the root key: nothing is kept for it, so nobody can
/// use up the room for everybody else's. It names its purpose, so that one is never taken for another. For any number of threads.
/// </summary>
internal sealed class SealedTicket(AccessDoor access)
{
    private const int NonceBytes = 12,
        TagBytes = 16;

    /// <summary>Characters of a ticket at most.</summary>
    public const int LengthMax = 4096;

    public string Seal<T>(string purpose, T what)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(what);
        var ticket = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(ticket.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(access.TicketKey, TagBytes);
        cipher.Encrypt(
            ticket.AsSpan(0, NonceBytes),
            plain,
            ticket.AsSpan(NonceBytes, plain.Length),
            ticket.AsSpan(NonceBytes + plain.Length),
            Encoding.ASCII.GetBytes(purpose)
        );
        return Base64Url.EncodeToString(ticket);
    }

    /// <summary>What was sealed; null where this process sealed no such thing for this purpose.</summary>
    public T? Open<T>(string purpose, string text)
        where T : class
    {
        if (text.Length is 0 or > LengthMax || !Base64Url.IsValid(text))
            return null;
        var ticket = Base64Url.DecodeFromChars(text);
        if (ticket.Length < NonceBytes + TagBytes)
            return null;
        var plain = new byte[ticket.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(access.TicketKey, TagBytes);
            cipher.Decrypt(
                ticket.AsSpan(0, NonceBytes),
                ticket.AsSpan(NonceBytes, plain.Length),
                ticket.AsSpan(NonceBytes + plain.Length),
                plain,
                Encoding.ASCII.GetBytes(purpose)
            );
            return JsonSerializer.Deserialize<T>(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
