namespace Sunqar.Core.Chain;

/// <summary>The standard forms of a Bitcoin output's script.</summary>
public enum ScriptKind : byte
{
    /// <summary>None of the forms: bare multisignature, or anything that a miner took.</summary>
    Other = 0,

    /// <summary>Pay to a public key (2009). It has no address of its own; it is given that of the key's hash, which the same holder can
    /// spend.</summary>
    PublicKey = 1,

    /// <summary>Pay to the hash of a key.</summary>
    KeyHash = 2,

    /// <summary>Pay to the hash of a script (BIP16).</summary>
    ScriptHash = 3,

    /// <summary>Version 0, 20 bytes (BIP141).</summary>
    WitnessKeyHash = 4,

    /// <summary>Version 0, 32 bytes (BIP141).</summary>
    WitnessScriptHash = 5,

    /// <summary>Version 1, 32 bytes (BIP341).</summary>
    Taproot = 6,

    /// <summary>A later witness version, or version 1 of another length.</summary>
    WitnessUnknown = 7,

    /// <summary>Nobody can spend it: data (OP_RETURN).</summary>
    Data = 8,
}
