namespace Sunqar.Formats.Chain;

/// <summary>Why bytes are no Bitcoin block or no list of spent outputs: the first rule that they break.</summary>
public enum BlockFault
{
    /// <summary>They are one.</summary>
    None = 0,

    /// <summary>The bytes end in the middle, or a size is larger than what follows.</summary>
    Truncated = 1,

    /// <summary>Something follows the end.</summary>
    Trailing = 2,

    /// <summary>A size is not written in its shortest form, or a witness is marked and absent: the same block is written
    /// otherwise.</summary>
    Size = 3,

    /// <summary>More bytes than a block may have.</summary>
    TooLarge = 4,

    /// <summary>A value above all coins that can ever be.</summary>
    Value = 5,

    /// <summary>No serialization of a block at all; no transactions, inputs or outputs; the first is no coinbase, or another is.</summary>
    Form = 6,

    /// <summary>The transactions are not those of the header's Merkle root, or one stands twice.</summary>
    MerkleRoot = 7,

    /// <summary>The witnesses are not those that the coinbase commits to (BIP141).</summary>
    WitnessCommitment = 8,

    /// <summary>The header's hash is above its own target.</summary>
    ProofOfWork = 9,
}
