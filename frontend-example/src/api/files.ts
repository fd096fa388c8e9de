/** Files to and from the server, beside the API: with the session's token, and told how much has gone. */
import { session } from './client';
import { ApiError } from './error';

/** What the server has at `path`, such as `/export/contacts.csv`. */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${await session.accessToken()}` },
  }).catch((error: unknown) => {
    throw new ApiError('NETWORK', String(error));
  });
  if (!response.ok) throw new ApiError(`HTTP_${response.status}`, (await response.text()).trim());
  return response.blob();
}

/** Sends a file whole; `onProgress` is told what share of it has gone, 0 to 1. */
export async function sendFile(
  path: string,
  file: Blob,
  contentType: string,
  onProgress: (share: number) => void,
): Promise<void> {
  const token = await session.accessToken();
  await new Promise<void>((resolve, reject) => {
    // fetch does not tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', contentType);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiError('NETWORK', 'The file could not be sent.'));
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new ApiError(`HTTP_${request.status}`, request.responseText.trim()));
    };
    request.send(file);
  });
}
