using Sunqar.Core.Registry;

namespace Sunqar.Storage.Codec;

internal sealed class PlatformsListedCodec() : MessageCodec<PlatformsListed, Schema.PlatformsListed>(10)
{
    protected override Schema.PlatformsListed ToMessage(PlatformsListed fact) =>
        new() { Source = fact.Source, Listings = { fact.Listings.Select(ToMessage) } };

    internal static Schema.PlatformListing ToMessage(PlatformListing listing) =>
        new()
        {
            Code = listing.Code,
            Kind = listing.Kind,
            Name = listing.Name,
            Brands = { listing.Brands },
            Bin = listing.Bin,
            Regime = listing.Regime,
            Regulator = listing.Regulator,
            Permission = listing.Permission,
            ValidFromUs = listing.ValidFromUs,
            ValidToUs = listing.ValidToUs,
            Status = listing.Status,
            Domains = { listing.Domains },
            Wallets = { listing.Wallets.Select(wallet => new Schema.ChainWallet { Chain = wallet.Chain, Address = wallet.Address }) },
            Telegram = { listing.Telegram },
            Apps = { listing.Apps },
            StatusSinceUs = listing.StatusSinceUs == long.MinValue ? 0 : listing.StatusSinceUs,
            Evidence = listing.Evidence,
            IsPressClaim = listing.IsPressClaim,
        };

    protected override PlatformsListed ToFact(Schema.PlatformsListed message) =>
        new(message.Source, message.Listings.Select(ToListing).ToArray());

    internal static PlatformListing ToListing(Schema.PlatformListing listing) =>
        new(
            listing.Code,
            listing.Kind,
            listing.Name,
            [.. listing.Brands],
            listing.Bin,
            listing.Regime,
            listing.Regulator,
            listing.Permission,
            listing.ValidFromUs,
            listing.ValidToUs,
            listing.Status,
            [.. listing.Domains],
            listing.Wallets.Select(wallet => new ChainWallet(wallet.Chain, wallet.Address)).ToArray(),
            [.. listing.Telegram],
            [.. listing.Apps]
        )
        {
            StatusSinceUs = listing.StatusSinceUs == 0 ? long.MinValue : listing.StatusSinceUs,
            Evidence = listing.Evidence,
            IsPressClaim = listing.IsPressClaim,
        };
}

internal sealed class LicenceChangedCodec() : MessageCodec<LicenceChanged, Schema.LicenceChanged>(90)
{
    protected override Schema.LicenceChanged ToMessage(LicenceChanged fact) =>
        new() { Listing = PlatformsListedCodec.ToMessage(fact.Listing), Reason = fact.Reason };

    protected override LicenceChanged ToFact(Schema.LicenceChanged message) =>
        new(PlatformsListedCodec.ToListing(message.Listing), message.Reason);
}

internal sealed class LabelsAttributedCodec() : MessageCodec<LabelsAttributed, Schema.LabelsAttributed>(11)
{
    protected override Schema.LabelsAttributed ToMessage(LabelsAttributed fact) =>
        new()
        {
            Labels =
            {
                fact.Labels.Select(label => new Schema.WalletLabel
                {
                    Chain = label.Chain,
                    Address = label.Address,
                    Label = label.Label,
                    Category = label.Category,
                    Actor = label.Actor,
                    Source = label.Source,
                    Confidence = label.Confidence,
                }),
            },
        };

    protected override LabelsAttributed ToFact(Schema.LabelsAttributed message) =>
        new(
            message
                .Labels.Select(label => new WalletLabel(
                    label.Chain,
                    label.Address,
                    label.Label,
                    label.Category,
                    label.Actor,
                    label.Source,
                    label.Confidence
                ))
                .ToArray()
        );
}

internal sealed class ActorsDescribedCodec() : MessageCodec<ActorsDescribed, Schema.ActorsDescribed>(12)
{
    protected override Schema.ActorsDescribed ToMessage(ActorsDescribed fact) =>
        new()
        {
            Source = fact.Source,
            Actors =
            {
                fact.Actors.Select(actor => new Schema.Actor
                {
                    Id = actor.Id,
                    Name = actor.Name,
                    Categories = { actor.Categories },
                    Jurisdictions = { actor.Jurisdictions },
                    Domains = { actor.Domains },
                    Aliases = { actor.Aliases },
                }),
            },
        };

    protected override ActorsDescribed ToFact(Schema.ActorsDescribed message) =>
        new(
            message.Source,
            message
                .Actors.Select(actor => new Actor(
                    actor.Id,
                    actor.Name,
                    [.. actor.Categories],
                    [.. actor.Jurisdictions],
                    [.. actor.Domains],
                    [.. actor.Aliases]
                ))
                .ToArray()
        );
}

internal sealed class WatchlistEntriesCodec() : MessageCodec<WatchlistEntries, Schema.WatchlistEntries>(13)
{
    protected override Schema.WatchlistEntries ToMessage(WatchlistEntries fact) =>
        new()
        {
            List = fact.List,
            Version = fact.Version,
            Entries = { fact.Entries.Select(ToMessage) },
        };

    private static Schema.WatchlistEntry ToMessage(WatchlistEntry entry) =>
        new()
        {
            Id = entry.Id,
            Kind = (uint)entry.Kind,
            Programs = { entry.Programs },
            Names =
            {
                entry.Names.Select(name => new Schema.ListedName
                {
                    Text = name.Text,
                    Script = name.Script,
                    IsPrimary = name.IsPrimary,
                    IsWeak = name.IsWeak,
                }),
            },
            Wallets =
            {
                entry.Wallets.Select(wallet => new Schema.ListedWallet
                {
                    Currency = wallet.Currency,
                    Chain = wallet.Chain,
                    Address = wallet.Address,
                }),
            },
            SinceUs = entry.SinceUs,
            Birth = { entry.Birth },
        };

    protected override WatchlistEntries ToFact(Schema.WatchlistEntries message) =>
        new(
            message.List,
            message.Version,
            message
                .Entries.Select(entry => new WatchlistEntry(
                    entry.Id,
                    (WatchlistPartyKind)entry.Kind,
                    [.. entry.Programs],
                    entry.Names.Select(name => new ListedName(name.Text, name.Script, name.IsPrimary, name.IsWeak)).ToArray(),
                    entry.Wallets.Select(wallet => new ListedWallet(wallet.Currency, wallet.Chain, wallet.Address)).ToArray(),
                    entry.SinceUs,
                    [.. entry.Birth]
                ))
                .ToArray()
        );
}

internal sealed class WatchlistPublishedCodec() : MessageCodec<WatchlistPublished, Schema.WatchlistPublished>(14)
{
    protected override Schema.WatchlistPublished ToMessage(WatchlistPublished fact) =>
        new()
        {
            List = fact.List,
            Version = fact.Version,
            PublishedUs = fact.PublishedUs,
            EntryCount = fact.EntryCount,
        };

    protected override WatchlistPublished ToFact(Schema.WatchlistPublished message) =>
        new(message.List, message.Version, message.PublishedUs, message.EntryCount);
}

internal sealed class DomainsListedCodec() : MessageCodec<DomainsListed, Schema.DomainsListed>(15)
{
    protected override Schema.DomainsListed ToMessage(DomainsListed fact) =>
        new()
        {
            Source = fact.Source,
            Harmless = fact.Harmless,
            Domains = { fact.Domains },
        };

    protected override DomainsListed ToFact(Schema.DomainsListed message) => new(message.Source, message.Harmless, [.. message.Domains]);
}
