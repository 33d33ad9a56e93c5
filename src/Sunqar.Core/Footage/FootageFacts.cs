using Sunqar.Core.Facts;

namespace Sunqar.Core.Footage;

/// <summary>By which key a bank signs its manifests. A new key begins a new manifest: what stood under the old one can no longer be gone on
/// with.</summary>
/// <param name="Key">As C2SP signed-note writes public keys: <c>NAME+KEYID+BASE64</c>.</param>
public sealed record FootageKeyNamed(string Bank, string Key) : Fact;

/// <summary>The agency took a signed head of a bank's manifest, with every line under it. The act is the receipt: its moment counts, not
/// the one that the bank signed.</summary>
/// <param name="Size">Lines under the head.</param>
/// <param name="Root">Of the tree over them, 32 bytes.</param>
/// <param name="SignedUs">As the bank says, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Bytes">Length of the manifest up to and with the head's line.</param>
public sealed record FootageHeadTaken(string Bank, long Size, ReadOnlyMemory<byte> Root, long SignedUs, long Bytes) : Fact;

/// <summary>A bank is asked to show leaves.</summary>
/// <param name="ChallengeId">SHA-256 of the challenge's bytes, hexadecimal.</param>
/// <param name="Size">The head that was drawn from.</param>
/// <param name="Seed">It decided the draw, so that anybody can draw again; no secret once the bank was asked.</param>
/// <param name="IsFinal">Drawn from recordings on the last day that they are owed on.</param>
/// <param name="DueUs">First moment when an answer is late, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record FootageChallenged(string ChallengeId, string Bank, long Size, string Seed, int Leaves, bool IsFinal, long DueUs)
    : Fact;

/// <summary>A bank answered, and its answer was held against what it had committed to.</summary>
/// <param name="Missing">Leaves that it did not show.</param>
/// <param name="Wrong">Leaves that are not those that were committed.</param>
public sealed record FootageAnswered(string ChallengeId, int Good, int Missing, int Wrong) : Fact;

/// <summary>Recordings of a terminal must be kept past their time.</summary>
/// <param name="FromUs">Of the recordings, with <paramref name="ToUs"/>, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="UntilUs">How long.</param>
public sealed record FootageKept(string HoldId, string Bank, string Terminal, long FromUs, long ToUs, long UntilUs, string Reason) : Fact;

/// <summary>A hold ended before its time.</summary>
public sealed record FootageReleased(string HoldId) : Fact;
