using System.Text;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Storage.Disk;

namespace Sunqar.Work.Outbox;

/// <summary>Leaves each message as a file in a folder, from where the partner takes it: one file a message, whole or not at all, readable
/// by its owner alone.</summary>
public sealed class FilePartner(string folder) : IPartner
{
    public async Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel)
    {
        try
        {
            PrivateFolder.Make(folder);
            var path = Path.Combine(folder, message.Id.Replace(':', '_') + ".json");
            // The same message again: it is there.
            if (File.Exists(path))
                return new PartnerAnswer(Delivery.Accepted, Path.GetFileName(path));
            var aside = path + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(aside, options))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(message.Body), cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
            return new PartnerAnswer(Delivery.Accepted, Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PartnerAnswer.Failed(error.Message);
        }
    }
}
