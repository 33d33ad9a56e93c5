using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sunqar.Core.Confirmations;

/// <summary>An assertion of Web Authentication, or of Secure Payment Confirmation, whose challenge is the hash of ours.</summary>
internal static class AnswerEnvelope
{
    private const int HeadBytes = 37,
        AuthenticatorBytesMax = 1_024;
    private const byte UserPresent = 0x01,
        Credential = 0x40,
        Extensions = 0x80;

    /// <param name="relyingParty">Of the enrolment; empty where the key signs no envelopes.</param>
    /// <param name="counter">The authenticator's count of signatures, 0 where it keeps none.</param>
    public static AnswerFault Check(
        ConfirmationChallenge challenge,
        string relyingParty,
        string point,
        ReadOnlySpan<byte> clientData,
        ReadOnlySpan<byte> authenticatorData,
        ReadOnlyMemory<byte> signature,
        out long counter
    )
    {
        counter = 0;
        if (
            authenticatorData.Length is < HeadBytes or > AuthenticatorBytesMax
            || ClientData.Read(clientData) is not { } data
            || !data.IsFor(challenge, relyingParty)
            || !authenticatorData[..SHA256.HashSizeInBytes].SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)))
        )
        {
            return AnswerFault.BadEnvelope;
        }
        var flags = authenticatorData[SHA256.HashSizeInBytes];
        // An assertion carries no credential; what follows the head is extensions, or nothing.
        if ((flags & Credential) != 0 || (flags & Extensions) != 0 != authenticatorData.Length > HeadBytes)
            return AnswerFault.BadEnvelope;
        if ((flags & UserPresent) == 0)
            return AnswerFault.NobodyPresent;
        counter = BinaryPrimitives.ReadUInt32BigEndian(authenticatorData[(HeadBytes - sizeof(uint))..]);
        byte[] signed = [.. authenticatorData, .. SHA256.HashData(clientData)];
        return Es256.FromDer(signature) is { } pair && Es256.Holds(point, signed, pair) ? AnswerFault.None : AnswerFault.BadSignature;
    }
}
