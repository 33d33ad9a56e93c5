using Sunqar.Core.Webhooks;
using Sunqar.Server.Entrance;
using Sunqar.Storage;
using Sunqar.Storage.Evidence;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Outbox;
using Sunqar.Work.Webhooks;

namespace Sunqar.Server.Hosting;

/// <summary>What runs beside the desk of acts for cases: messages leave, and the chain is watched for freezes.</summary>
internal static class CaseFollowers
{
    /// <param name="data">The data folder's path; what partners without an address get lies beside it, in <c>.outbox</c>.</param>
    /// <param name="following">Ends when <paramref name="stop"/> is asked for.</param>
    public static void Start(
        string data,
        DataFolder folder,
        DecisionDesk desk,
        ActDesk people,
        PartnerOptions options,
        CaseDoor cases,
        ICollection<Task> following,
        CancellationToken stop
    )
    {
        var watch = new IssuerWatch(folder.Journal, people);
        cases.Open(new PseudonymKey(folder.Keys), new EvidenceStore(data, folder.Keys), watch, folder);
        following.Add(watch.RunAsync(Console.Error.WriteLine, stop));
        following.Add(SendAsync());
        following.Add(TellAsync());

        async Task SendAsync()
        {
            using var partners = new Partners(desk, people, options, Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + ".outbox");
            await new OutboxFollower(people, partners.Find, new SubjectNames(folder.Journal, folder.Keys, people).Complete).RunAsync(
                Console.Error.WriteLine,
                stop
            );
        }

        async Task TellAsync()
        {
            using var sender = new WebhookSender();
            Task<WebhookAnswer> Tell(Webhook one, WebhookEvent what, CancellationToken cancel)
            {
                var secret = WebhookEvents.Secret(folder.Keys, one.Id);
                return sender.SendAsync(one.Url, secret, what.Id, people.NowUs / 1_000_000, what.Body, cancel);
            }
            await new WebhookFollower(people, folder.Journal, Tell).RunAsync(Console.Error.WriteLine, stop);
        }
    }
}
