namespace Sunqar.Core.Confirmations;

/// <summary>What a device signs without an envelope: the hash of the challenge, and what the device says of its user.</summary>
public static class BareAnswer
{
    /// <summary>Somebody was present: the key was used by a touch.</summary>
    public const byte Present = 1;

    /// <summary>The device knew the user, by a code or by biometrics of its own.</summary>
    public const byte Verified = 4;

    private static ReadOnlySpan<byte> Domain => "sunqar.answer.v1\0"u8;

    /// <summary>The bytes that are signed.</summary>
    /// <param name="flags"><see cref="Present"/>, with or without <see cref="Verified"/>.</param>
    public static byte[] Message(ConfirmationChallenge challenge, byte flags) => [.. Domain, .. challenge.Hash(), flags];

    internal static AnswerFault Check(ConfirmationChallenge challenge, int flags, string point, ReadOnlySpan<byte> signature)
    {
        if ((flags & Present) == 0 || (flags & ~(Present | Verified)) != 0)
            return AnswerFault.NobodyPresent;
        return Es256.Holds(point, Message(challenge, (byte)flags), signature) ? AnswerFault.None : AnswerFault.BadSignature;
    }
}
