using NBitcoin;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;

namespace Sunqar.Formats.Chain;

/// <summary>Who an output's script pays.</summary>
public static class BitcoinScript
{
    /// <summary>The form of a script and its address; none where the form has none. Keys that are no point of the curve, in which data has
    /// been hidden, are none of the forms.</summary>
    public static (ScriptKind Kind, WalletAddress Address) Read(ReadOnlyMemory<byte> bytes)
    {
        var script = Script.FromBytesUnsafe(bytes.ToArray());
        if (PayToPubkeyHashTemplate.Instance.ExtractScriptPubKeyParameters(script) is { } keyHash)
            return (ScriptKind.KeyHash, WalletAddress.BitcoinKeyHash(keyHash.ToBytes()));
        if (PayToScriptHashTemplate.Instance.ExtractScriptPubKeyParameters(script) is { } scriptHash)
            return (ScriptKind.ScriptHash, WalletAddress.BitcoinScriptHash(scriptHash.ToBytes()));
        if (PayToWitTemplate.Instance.ExtractScriptPubKeyParameters2(script) is { } witness)
            return Witness(witness);
        if (PayToPubkeyTemplate.Instance.ExtractScriptPubKeyParameters(script) is { } key)
            return (ScriptKind.PublicKey, WalletAddress.BitcoinKeyHash(key.Hash.ToBytes()));
        return (bytes.Span is [(byte)OpcodeType.OP_RETURN, ..] ? ScriptKind.Data : ScriptKind.Other, default);
    }

    private static (ScriptKind Kind, WalletAddress Address) Witness(WitProgramParameters witness)
    {
        var version = witness.Version == OpcodeType.OP_0 ? 0 : witness.Version - OpcodeType.OP_1 + 1;
        return (version, witness.Program.Length) switch
        {
            (0, 20) => (ScriptKind.WitnessKeyHash, WalletAddress.BitcoinWitness(0, witness.Program)),
            (0, 32) => (ScriptKind.WitnessScriptHash, WalletAddress.BitcoinWitness(0, witness.Program)),
            // BIP141 lets nobody spend the other lengths of version 0.
            (0, _) => (ScriptKind.Other, default),
            (1, 32) => (ScriptKind.Taproot, WalletAddress.BitcoinWitness(1, witness.Program)),
            _ => (ScriptKind.WitnessUnknown, WalletAddress.BitcoinWitness(version, witness.Program)),
        };
    }
}
