using Sunqar.Core.Facts;

namespace Sunqar.Core.Identity;

/// <summary>
/// A text that only the subject's data key opens (AES-GCM; the subject and the field are bound to it). Once the subject's entry in the key
/// store is destroyed nobody can open it again.
/// </summary>
/// <param name="Bytes">Nonce (12), ciphertext, tag (16).</param>
public readonly record struct SealedText(ReadOnlyMemory<byte> Bytes)
{
    public bool IsEmpty => Bytes.IsEmpty;

    public bool Equals(SealedText other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}

/// <summary>A subject was met for the first time; its identifier (IIN, account, card token, device) is sealed as it came.</summary>
/// <param name="Form">The <see cref="AccountForm"/> of which the way from the identifier to the subject was made; 0: of the text as it
/// came.</param>
public sealed record SubjectIntroduced(SubjectId Subject, SubjectKind Kind, SealedText Identifier, byte Form = 0) : Fact;

/// <summary>A subject was seen under a name, for the first time or a changed one.</summary>
public sealed record SubjectNamed(SubjectId Subject, SealedText Name) : Fact;
