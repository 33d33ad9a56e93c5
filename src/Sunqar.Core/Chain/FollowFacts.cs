using Sunqar.Core.Facts;

namespace Sunqar.Core.Chain;

/// <summary>A block that was read while it could still be replaced, and what was taken from it.</summary>
/// <param name="Hash">As the node gives it, 0x and 64 digits.</param>
/// <param name="Ids">Ids of the transfers and issuer's acts in it.</param>
public sealed record ReadBlock(long Number, string Hash, IReadOnlyList<string> Ids);

/// <summary>
/// A token's logs of a range of blocks were read from a node; what they told stands before this in the same append. It is the follower's
/// cursor: reading goes on at <paramref name="ToBlock"/> + 1.
/// </summary>
/// <param name="Token">The contract's address.</param>
/// <param name="Recent">Those of the range's blocks that a reorganisation may still replace, by number; blocks deep enough are final and
/// not listed.</param>
public sealed record ChainRead(string Chain, string Token, long FromBlock, long ToBlock, IReadOnlyList<ReadBlock> Recent) : Fact;

/// <summary>
/// The chain was reorganised: blocks above <paramref name="ToBlock"/> that had been read are no longer part of it, and what they told did
/// not happen. A transfer that the new blocks hold as well is seen again afterwards, under the same id.
/// </summary>
/// <param name="ToBlock">The last block that still stands; the cursor.</param>
/// <param name="Ids">Ids of the transfers and issuer's acts taken back.</param>
public sealed record ChainRolledBack(string Chain, string Token, long ToBlock, IReadOnlyList<string> Ids) : Fact;
