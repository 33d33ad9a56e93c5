using Sunqar.Core.Registry;

namespace Sunqar.Storage.Codec;

internal sealed class WalletsExposedCodec() : MessageCodec<WalletsExposed, Schema.WalletsExposed>(200)
{
    protected override Schema.WalletsExposed ToMessage(WalletsExposed fact) =>
        new()
        {
            Source = fact.Source,
            AsOfUs = fact.AsOfUs,
            Wallets = { fact.Wallets.Select(ToMessage) },
        };

    private static Schema.WalletExposure ToMessage(WalletExposure wallet) =>
        new()
        {
            Chain = wallet.Chain,
            Address = wallet.Address,
            Shares =
            {
                wallet.Shares.Select(share => new Schema.ExposureShare
                {
                    Category = share.Category,
                    Direction = (uint)share.Direction,
                    Hop = (uint)share.Hop,
                    ShareMicro = (uint)share.ShareMicro,
                    ConfidencePercent = (uint)share.ConfidencePercent,
                }),
            },
        };

    protected override WalletsExposed ToFact(Schema.WalletsExposed message) =>
        new(
            message.Source,
            message.AsOfUs,
            message
                .Wallets.Select(wallet => new WalletExposure(
                    wallet.Chain,
                    wallet.Address,
                    wallet
                        .Shares.Select(share => new ExposureShare(
                            share.Category,
                            (FlowDirection)share.Direction,
                            (int)share.Hop,
                            (int)share.ShareMicro,
                            (int)share.ConfidencePercent
                        ))
                        .ToArray()
                ))
                .ToArray()
        );
}

internal sealed class EnergyDelegatedCodec() : MessageCodec<EnergyDelegated, Schema.EnergyDelegated>(202)
{
    protected override Schema.EnergyDelegated ToMessage(EnergyDelegated fact) =>
        new()
        {
            Source = fact.Source,
            Delegations =
            {
                fact.Delegations.Select(one => new Schema.EnergyDelegation
                {
                    Payer = one.Payer,
                    Receiver = one.Receiver,
                    TimeUs = one.TimeUs,
                }),
            },
        };

    protected override EnergyDelegated ToFact(Schema.EnergyDelegated message) =>
        new(message.Source, message.Delegations.Select(one => new EnergyDelegation(one.Payer, one.Receiver, one.TimeUs)).ToArray());
}

internal sealed class ChainSurveyedCodec() : MessageCodec<ChainSurveyed, Schema.ChainSurveyed>(201)
{
    protected override Schema.ChainSurveyed ToMessage(ChainSurveyed fact) => new() { Chain = fact.Chain, AsOfUs = fact.AsOfUs };

    protected override ChainSurveyed ToFact(Schema.ChainSurveyed message) => new(message.Chain, message.AsOfUs);
}
