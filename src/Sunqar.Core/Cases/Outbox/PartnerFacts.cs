using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>Somebody outside may be told of what was approved, from now on.</summary>
/// <param name="Name">What it is and its code: <c>bank-caspkzka</c>.</param>
/// <param name="Address">An https address (http on this machine), or <see cref="PartnerBook.Folder"/>: it takes its messages from a folder
/// beside the data folder.</param>
/// <param name="PublicKey">The key by which it signs its answers: ECDSA P-256, SubjectPublicKeyInfo in Base64; empty for a folder, which
/// answers nothing.</param>
/// <param name="Receives">What it may receive, of <see cref="PartnerBook.Topics"/>.</param>
public sealed record PartnerListed(string Name, string Address, string PublicKey, IReadOnlyList<string> Receives) : Fact;

/// <summary>Nothing leaves to a partner any more.</summary>
public sealed record PartnerEnded(string Name, string Reason) : Fact;
